package dev.longshore.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.service.hooks.HookServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
    assertThat(queries).hasSizeGreaterThan(40);
    var options = new HashMap<>(ObservedService.asking(folder.resolve("tokens")));
    try (var hook = HookServer.start();
        var service = service(options, hook);
        var prometheus =
            new PrometheusServer(
                Files.createDirectory(folder.resolve("prometheus")),
                service.process().uri().getAuthority())) {
      // What is counted for the first time has not risen yet.
      for (int i = 0; i < 2; i++) {
        service.everything();
        assertThat(service.process().client().tusCreate(1).status()).isEqualTo(401);
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

  private ObservedService service(Map<String, String> options, HookServer hook) throws IOException {
    options.put("LONGSHORE_HOOKS_PRE_CREATE_URL", hook.uri());
    options.put("LONGSHORE_HOOKS_PRE_COMPLETE_URL", hook.uri());
    return ObservedService.start(folder, options);
  }

  private static double value(JsonNode result) {
    return result.isEmpty() ? 0 : Double.parseDouble(result.at("/0/value/1").textValue());
  }

  private static boolean hasNumbers(JsonNode result) {
    return elements(result)
        .anyMatch(series -> Double.isFinite(Double.parseDouble(series.at("/value/1").textValue())));
  }
}
