package dev.longshore.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the dashboard has something to show on a real Prometheus. */
class DashboardIT {

  private static final Path DASHBOARD = Path.of("../helm/longshore/files/dashboard.json");

  @TempDir private Path folder;

  private static List<String> queries() throws IOException {
    var dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    return elements(dashboard.get("panels"))
        .flatMap(panel -> elements(panel.path("targets")))
        .map(target -> target.get("expr").textValue())
        .map(DashboardIT::asGrafanaAsks)
        .toList();
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** With variables filled in, and without the 0 for what never happened. */
  private static String asGrafanaAsks(String expression) {
    return expression
        .replace("$namespace", "apps")
        .replace("$job", "media")
        .replace("$__rate_interval", "5m")
        .replace(" or vector(0)", "");
  }

  @Test
  void everyQueryReturnsNumbers() throws Exception {
    var queries = queries();
    assertThat(queries).hasSizeGreaterThan(20);
    try (var service = ObservedService.start(folder, Map.of());
        var prometheus =
            new PrometheusServer(
                Files.createDirectory(folder.resolve("prometheus")),
                service.process().uri().getAuthority())) {
      // What is counted for the first time has not risen yet.
      for (int i = 0; i < 2; i++) {
        service.everything();
        service.failures();
        double started = service.metrics().value("longshore_uploads_started_total");
        await("the scrape")
            .until(() -> value(prometheus.query("longshore_uploads_started_total")) == started);
      }
      for (var query : queries) {
        await(query)
            .atMost(Duration.ofSeconds(20))
            .until(() -> hasNumbers(prometheus.query(query)));
      }
      assertThat(prometheus.query("longshore_nothing_total")).isEmpty();
    }
  }

  private static double value(JsonNode result) {
    return result.isEmpty() ? 0 : Double.parseDouble(result.at("/0/value/1").textValue());
  }

  private static boolean hasNumbers(JsonNode result) {
    return elements(result)
        .anyMatch(series -> Double.isFinite(Double.parseDouble(series.at("/value/1").textValue())));
  }
}
