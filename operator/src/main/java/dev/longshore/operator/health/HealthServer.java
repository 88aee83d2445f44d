package dev.longshore.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.RuntimeInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers the operator's probes and, under {@code /metrics}, Prometheus. {@code /healthz/live}: the
 * process answers. {@code /healthz/ready}: the operator is started and all its watches work,
 * whether it leads or waits.
 */
public final class HealthServer implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;

  /**
   * A server that listens once started.
   *
   * @throws UncheckedIOException when the port is taken
   */
  public HealthServer(int port, RuntimeInfo operator, Supplier<String> metrics) {
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port, e);
    }
    answer("/healthz/live", () -> true);
    answer("/healthz/ready", () -> operator.isStarted() && operator.allEventSourcesAreHealthy());
    server.createContext("/metrics", exchange -> respond(exchange, 200, PROMETHEUS, metrics.get()));
  }

  private void answer(String path, BooleanSupplier healthy) {
    server.createContext(
        path,
        exchange -> {
          if (healthy.getAsBoolean()) {
            respond(exchange, 200, TEXT, "ok\n");
          } else {
            respond(exchange, 503, TEXT, "not ready\n");
          }
        });
  }

  private static void respond(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Starts to answer. */
  public void start() {
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
