package dev.longshore.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.RuntimeInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Answers the operator's probes. {@code /healthz/live}: the process answers. {@code
 * /healthz/ready}: the operator is started and all its watches work, whether it leads or waits.
 */
public final class HealthServer implements AutoCloseable {

  private final HttpServer server;

  /**
   * A server that listens once started.
   *
   * @throws UncheckedIOException when the port is taken
   */
  public HealthServer(int port, RuntimeInfo operator) {
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port, e);
    }
    answer("/healthz/live", () -> true);
    answer("/healthz/ready", () -> operator.isStarted() && operator.allEventSourcesAreHealthy());
  }

  private void answer(String path, BooleanSupplier healthy) {
    server.createContext(path, exchange -> respond(exchange, healthy.getAsBoolean()));
  }

  private static void respond(HttpExchange exchange, boolean healthy) throws IOException {
    try (exchange) {
      var body = (healthy ? "ok\n" : "not ready\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(healthy ? 200 : 503, body.length);
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
