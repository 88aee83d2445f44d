package dev.longshore.service.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver of events, written by the specifications of CloudEvents and Standard Webhooks and not
 * with the service's own code. Answers as a test wants.
 */
public final class Receiver implements AutoCloseable {

  /** Answers that are none. */
  public static final int CLOSE = -1;

  public static final int HANG = -2;

  private static final byte[] KEY = "an example key of 32 whole bytes".getBytes();

  /** What the service signs with. */
  public static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Integer> answers = event -> 204;
  private volatile Map<String, String> fields = Map.of();

  /**
   * A delivery.
   *
   * @param problem what is wrong with it; null if nothing
   */
  public record Received(Headers headers, String body, JsonNode json, String problem, Instant at) {

    public String id() {
      return json.path("id").textValue();
    }

    public String upload() {
      return json.path("subject").textValue();
    }

    /** The last word of it. */
    public String type() {
      return json.path("type").textValue().replace("dev.longshore.upload.", "");
    }

    public long sequence() {
      return Long.parseLong(json.path("sequence").textValue());
    }
  }

  private Receiver(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  public static Receiver start() throws IOException {
    return new Receiver(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000));
  }

  /** One at a server that is not started yet. */
  public static Receiver at(HttpServer server) {
    return new Receiver(server);
  }

  public String url() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort()
        + "/events";
  }

  /** From now on; also {@link #CLOSE} and {@link #HANG}. Only what is answered with 2xx counts. */
  public void answer(Function<Received, Integer> how) {
    answers = how;
  }

  /** Fields of all answers from now on. */
  public void answerWith(Map<String, String> answerFields) {
    fields = answerFields;
  }

  /** What was accepted, in the order in which it came. */
  public List<Received> accepted() {
    return received;
  }

  /** The types of what was accepted about one upload. */
  public List<String> types(String upload) {
    var id = upload.substring(upload.lastIndexOf('/') + 1);
    return received.stream().filter(r -> r.upload().equals(id)).map(Received::type).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    var delivery =
        new Received(headers, body, MAPPER.readTree(body), problem(exchange, body), Instant.now());
    int status = answers.apply(delivery);
    if (status >= 200 && status < 300) {
      received.add(delivery);
    }
    if (status == HANG) {
      hang();
    }
    if (status > 0) {
      fields.forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }

  private void hang() {
    try {
      closed.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String problem(HttpExchange exchange, String body) throws IOException {
    var headers = exchange.getRequestHeaders();
    var json = MAPPER.readTree(body);
    if (!exchange.getRequestMethod().equals("POST")) {
      return exchange.getRequestMethod();
    }
    if (!headers
        .getFirst("Content-Type")
        .equalsIgnoreCase("application/cloudevents+json; charset=UTF-8")) {
      return headers.getFirst("Content-Type");
    }
    var id = headers.getFirst("webhook-id");
    var timestamp = headers.getFirst("webhook-timestamp");
    var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(sent, Instant.now()).abs().compareTo(Duration.ofMinutes(5)) > 0) {
      return "too old: " + timestamp;
    }
    if (!List.of(headers.getFirst("webhook-signature").split(" "))
        .contains("v1," + hmac(id + "." + timestamp + "." + body))) {
      return "not signed by whom it should be";
    }
    if (!id.equals(json.path("id").textValue())) {
      return "another id";
    }
    for (var required : List.of("id", "source", "type", "subject", "time", "sequence")) {
      if (json.path(required).asText().isEmpty()) {
        return "no " + required;
      }
    }
    if (!json.path("specversion").asText().equals("1.0")
        || !json.path("datacontenttype").asText().equals("application/json")
        || !json.path("data").path("uploadId").equals(json.path("subject"))) {
      return "no CloudEvent about an upload";
    }
    Instant.parse(json.path("time").textValue());
    return null;
  }

  private static String hmac(String signed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
