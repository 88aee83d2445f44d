package dev.longshore.service.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A hook that answers as it is told to, and remembers what it was asked. */
public final class HookServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Answer answer = new Answer(204, null, "");
  private final List<Held> held = new CopyOnWriteArrayList<>();
  private final Queue<Held> holds = new ConcurrentLinkedQueue<>();

  private record Answer(int status, String type, String body) {}

  /** One question. */
  public record Asked(String method, Headers headers, String body) {

    public JsonNode event() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public JsonNode data() {
      return event().get("data");
    }

    public String header(String name) {
      return headers.getFirst(name);
    }
  }

  private HookServer(HttpServer server) {
    this.server = server;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/hook", this::take);
    server.start();
  }

  public static HookServer start() throws IOException {
    return new HookServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** One at a server that is not started yet. */
  public static HookServer at(HttpServer server) {
    return new HookServer(server);
  }

  private void take(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var hold = holds.poll();
    asked.add(new Asked(exchange.getRequestMethod(), exchange.getRequestHeaders(), body));
    var said = hold == null ? answer : hold.await();
    if (said.type() != null) {
      exchange.getResponseHeaders().add("Content-Type", said.type());
    }
    exchange.getResponseHeaders().add("Location", "/hook");
    exchange.getResponseHeaders().add("X-Inner", "secret");
    var bytes = said.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public String uri() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort()
        + "/hook";
  }

  /** Answers everything so from now on. */
  public void answer(int status, String type, String body) {
    answer = new Answer(status, type, body);
  }

  /** Lets everything pass, as what is said here. */
  public void answer(String json) {
    answer(200, "application/json", json);
  }

  public void refuse(int status) {
    answer(status, null, "");
  }

  /** Lets the next question wait until it is said what the answer to it is. */
  public Held hold() {
    var hold = new Held();
    held.add(hold);
    holds.add(hold);
    return hold;
  }

  /** A question that waits. */
  public static final class Held {

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private Answer await() {
      return answer.join();
    }

    public void answer(int status) {
      answer.complete(new Answer(status, null, ""));
    }
  }

  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    held.forEach(hold -> hold.answer(500));
    server.stop(0);
  }
}
