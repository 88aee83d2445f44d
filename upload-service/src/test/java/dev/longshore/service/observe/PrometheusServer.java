package dev.longshore.service.observe;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longshore.service.client.UploadClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A real Prometheus on a free loopback port, which scrapes one service every second. */
final class PrometheusServer implements AutoCloseable {

  private static final String BINARY =
      Optional.ofNullable(System.getenv("LONGSHORE_PROMETHEUS")).orElse("prometheus");

  private final Process process;
  private final UploadClient http;

  /**
   * @param folder for its files
   * @param service host and port of the service
   */
  PrometheusServer(Path folder, String service) throws IOException {
    int port = freePort();
    var configuration =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: media
                metrics_path: /prometheus
                static_configs:
                  - targets: ["%s"]
                    labels: {namespace: apps, pod: media-1}
            """
                .formatted(service));
    var log = folder.resolve("prometheus.log");
    process =
        new ProcessBuilder(
                BINARY,
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    http = new UploadClient(URI.create("http://127.0.0.1:" + port));
    await("Prometheus")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> {
          if (!process.isAlive()) {
            throw new AssertionError(Files.readString(log));
          }
          return http.get("/-/ready").status() == 200;
        });
  }

  /** What an instant query results in: a list of series with a value each. */
  JsonNode query(String expression) {
    var answer =
        http.get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (answer.status() != 200) {
      throw new AssertionError(expression + ": " + answer.text());
    }
    return answer.json().at("/data/result");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
