package dev.longshore.service.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A forward-auth hook: knows owners by their tokens, as far as it answers. */
public final class Hook implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, String> owners = new ConcurrentHashMap<>();
  private final List<Map<String, List<String>>> asked = new CopyOnWriteArrayList<>();
  private volatile int instead;
  private volatile CountDownLatch hanging = new CountDownLatch(0);

  private Hook(HttpServer server) {
    this.server = server;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/check", this::check);
    server.start();
  }

  public static Hook start() throws IOException {
    return new Hook(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** One at a server that is not started yet. */
  public static Hook at(HttpServer server) {
    return new Hook(server);
  }

  private void check(HttpExchange exchange) throws IOException {
    asked.add(Map.copyOf(exchange.getRequestHeaders()));
    try {
      hanging.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var token = exchange.getRequestHeaders().getFirst("Authorization");
    var owner = token == null ? null : owners.get(token);
    if (owner != null) {
      exchange.getResponseHeaders().add("X-Auth-Request-User", owner);
    }
    int status = owner == null ? 401 : 200;
    exchange.sendResponseHeaders(instead == 0 ? status : instead, -1);
    exchange.close();
  }

  public String uri() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort()
        + "/check";
  }

  /** Knows an owner by a token. */
  public void know(String token, String owner) {
    owners.put("Bearer " + token, owner);
  }

  /** Answers everything with this status; 0 to answer as it should. */
  public void answer(int status) {
    instead = status;
  }

  /** Answers nothing from now on, or again, also to what was asked meanwhile. */
  public void hang(boolean hangs) {
    hanging.countDown();
    hanging = new CountDownLatch(hangs ? 1 : 0);
  }

  /** The fields of every request that came. */
  public List<Map<String, List<String>>> asked() {
    return asked;
  }

  @Override
  public void close() {
    hanging.countDown();
    server.stop(0);
  }
}
