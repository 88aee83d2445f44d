package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's traces as a collector gets them. */
class TracingIT {

  private final Cluster cluster = Cluster.create();
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @TempDir private Path folder;

  @BeforeEach
  void startCollector() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/v1/traces", this::collect);
    collector.start();
  }

  @AfterEach
  void stopCollector() {
    collector.stop(0);
  }

  @Test
  void aReconciliationIsATraceOfItsRequestsAndStandsInTheLog() throws Exception {
    cluster.redisSecret("redis:6379");
    cluster.admin().resource(foreignService()).create();
    run(
        Map.of(
            "LONGSHORE_TRACING_ENABLED",
            "true",
            "LONGSHORE_LOG_FORMAT",
            "json",
            "LONGSHORE_LOG_LEVEL",
            "DEBUG",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:" + collector.getAddress().getPort()),
        () -> {
          cluster.ready("media", Yaml.TRIAL);
          cluster.apply("foreign", Yaml.TRIAL);
          cluster.awaitCondition("foreign", "Stalled", "True", "NameConflict");
        });

    assertThat(below(reconciliations("media")))
        .extracting(Span::getName)
        .contains("PATCH serviceaccounts", "PATCH deployments", "PATCH uploadservices/status");
    var refused = below(reconciliations("foreign"));
    assertThat(refused)
        .filteredOn(request -> request.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR)
        .extracting(request -> request.getName() + " " + number(request))
        .containsOnly("PATCH services 409");
    assertThat(refused).extracting(Span::getKind).containsOnly(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(OperatorProcess.log(folder))
        .contains("\"traceId\":\"" + hex(reconciliations("foreign").getFirst().getTraceId()));
  }

  @Test
  void offNothingIsSent() throws Exception {
    cluster.redisSecret("redis:6379");
    run(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load"), () -> cluster.ready("media", Yaml.TRIAL));

    assertThat(spans).isEmpty();
    assertThat(OperatorProcess.log(folder))
        .contains("dev.longshore.operator.LongshoreOperator")
        .doesNotContain(" io.opentelemetry.");
  }

  private void run(Map<String, String> tracing, Runnable work) throws Exception {
    var settings = new HashMap<>(tracing);
    settings.put("LONGSHORE_UPLOAD_SERVICE_IMAGE", "image:1");
    settings.put("LONGSHORE_WATCH_NAMESPACES", cluster.namespace());
    settings.put("LONGSHORE_HEALTH_PORT", "0");
    var operator = OperatorProcess.start(110, settings, folder);
    try {
      work.run();
    } finally {
      operator.destroy();
      assertThat(operator.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void collect(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody();
      var zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      ExportTraceServiceRequest.parseFrom(zipped ? new GZIPInputStream(body) : body)
          .getResourceSpansList()
          .forEach(resource ->
              resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** The spans of all that was done for a resource of the test's own namespace. */
  private List<Span> reconciliations(String name) {
    return spans.stream()
        .filter(span -> span.getName().equals("reconcile UploadService"))
        .filter(span -> text(span, "longshore.uploadservice.name").equals(name))
        .filter(span -> text(span, "k8s.namespace.name").equals(cluster.namespace()))
        .toList();
  }

  private List<Span> below(List<Span> parents) {
    var ids = parents.stream().map(Span::getSpanId).toList();
    return spans.stream().filter(span -> ids.contains(span.getParentSpanId())).toList();
  }

  private static String text(Span span, String attribute) {
    return value(span, attribute).map(AnyValue::getStringValue).orElse("");
  }

  private static long number(Span request) {
    return value(request, "http.response.status_code").map(AnyValue::getIntValue).orElse(0L);
  }

  private static Optional<AnyValue> value(Span span, String attribute) {
    return span.getAttributesList().stream()
        .filter(entry -> entry.getKey().equals(attribute))
        .map(KeyValue::getValue)
        .findFirst();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private HasMetadata foreignService() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("foreign")
        .withNamespace(cluster.namespace())
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withPort(80)
        .endPort()
        .endSpec()
        .build();
  }
}
