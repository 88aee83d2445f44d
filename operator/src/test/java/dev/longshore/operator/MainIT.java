package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator as the process that its image starts. */
class MainIT {

  private static final String LEASE = "main-it";

  /** The chart's memory limit in MiB; the image takes half of it for the heap. */
  private static final int CHART_LIMIT = 220;

  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void startsWorksAndGivesItsLeaseBackWhenTerminated() throws Exception {
    var cluster = Cluster.create();
    cluster.redisSecret("redis:6379,password=p-4711-secret");
    var port = OperatorProcess.freePort();
    var operator =
        start(
            Map.of(
                "LONGSHORE_UPLOAD_SERVICE_IMAGE",
                "image:1",
                "LONGSHORE_WATCH_NAMESPACES",
                cluster.namespace(),
                "LONGSHORE_LEASE_NAMESPACE",
                Chart.NAMESPACE,
                "LONGSHORE_LEASE_NAME",
                LEASE,
                "LONGSHORE_POD_NAME",
                "main",
                "LONGSHORE_HEALTH_PORT",
                Integer.toString(port)));
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> probe(port, "ready") == 200);
      assertThat(probe(port, "live")).isEqualTo(200);
      cluster.ready("media", Yaml.TRIAL);
      assertThat(get(port, "/metrics").body())
          .contains("operator_sdk_reconciliations_started_total", "jvm_memory_used_bytes");
      assertThat(holder(cluster)).isEqualTo("main");
      assertThat(residentMebibytes(operator)).as("resident MiB").isLessThan(CHART_LIMIT);
    } finally {
      operator.destroy();
    }
    assertThat(operator.waitFor(20, TimeUnit.SECONDS)).as("ended: %s", log()).isTrue();
    assertThat(operator.exitValue()).isEqualTo(TERMINATED);
    assertThat(holder(cluster)).as("%s", log()).isNullOrEmpty();
    assertThat(log()).doesNotContain("4711");
  }

  @ParameterizedTest
  @CsvSource({"text, ERROR", "json, {"})
  void wrongSettingsEndItWithOneLineThatNamesThem(String format, String mark) throws Exception {
    var operator = start(Map.of("LONGSHORE_LOG_FORMAT", format));
    assertThat(operator.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).isEqualTo(2);
    assertThat(log().lines()).hasSize(1);
    assertThat(log()).contains(mark, "LONGSHORE_UPLOAD_SERVICE_IMAGE");
  }

  private Process start(Map<String, String> settings) throws IOException {
    return OperatorProcess.start(CHART_LIMIT / 2, settings, folder);
  }

  private String log() throws IOException {
    return OperatorProcess.log(folder);
  }

  private static long residentMebibytes(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow()
        / 1024;
  }

  private static String holder(Cluster cluster) {
    return cluster
        .admin()
        .leases()
        .inNamespace(Chart.NAMESPACE)
        .withName(LEASE)
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  private static int probe(int port, String path) throws Exception {
    try {
      return get(port, "/healthz/" + path).statusCode();
    } catch (ConnectException e) {
      return 0;
    }
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://localhost:" + port + path);
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
