package dev.longshore.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.service.hooks.HookServer;
import dev.longshore.service.server.ServiceProcess;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets of an upload. */
class TracesIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT_SPAN = "00f067aa0ba902b7";
  private static final String TOKEN = "token-of-the-collector";

  @TempDir private Path folder;

  private static Map<String, String> tracingTo(String endpoint) {
    var options = new HashMap<String, String>();
    options.put("LONGSHORE_TRACING_ENABLED", "true");
    options.put("LONGSHORE_POD_NAME", "media-3");
    options.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    options.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=" + TOKEN);
    options.put("OTEL_BSP_SCHEDULE_DELAY", "50");
    return options;
  }

  private static String[] clientsTrace(String flags) {
    return new String[] {"traceparent", "00-" + TRACE + "-" + CLIENT_SPAN + "-" + flags};
  }

  private static Span named(List<Span> trace, String name) {
    return trace.stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + names(trace)));
  }

  private static Set<String> names(List<Span> trace) {
    return trace.stream().map(Span::getName).collect(Collectors.toSet());
  }

  private static Map<String, String> attributes(Span span) {
    return span.getAttributesList().stream()
        .collect(
            Collectors.toMap(
                pair -> pair.getKey(),
                pair ->
                    pair.getValue().hasIntValue()
                        ? Long.toString(pair.getValue().getIntValue())
                        : pair.getValue().getStringValue()));
  }

  @Test
  void oneRequestIsOneTraceFromTheClientToRedisAndTheBucket() throws Exception {
    try (var collector = new OtlpReceiver();
        var service = ObservedService.start(folder, json(tracingTo(collector.endpoint())))) {
      var upload = service.client().create(9 << 20);
      assertThat(service.client().patch(upload, 0, new byte[9 << 20], clientsTrace("01")).status())
          .isEqualTo(204);
      await("the trace").until(() -> names(collector.trace(TRACE)).contains("PATCH /uploads/{id}"));
      var trace = collector.trace(TRACE);
      assertThat(names(trace))
          .contains(
              "PATCH /uploads/{id}",
              "redis acquire",
              "redis commit",
              "S3/CreateMultipartUpload",
              "S3/UploadPart",
              "S3/CompleteMultipartUpload");
      var request = named(trace, "PATCH /uploads/{id}");
      assertThat(OtlpReceiver.hex(request.getParentSpanId().toByteArray())).isEqualTo(CLIENT_SPAN);
      assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(attributes(request))
          .containsEntry("http.request.method", "PATCH")
          .containsEntry("http.route", "/uploads/{id}")
          .containsEntry("http.response.status_code", "204")
          .containsEntry("longshore.upload.id", upload.substring("/uploads/".length()));
      assertThat(trace.stream().filter(span -> span != request))
          .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(request.getSpanId()))
          .allSatisfy(span -> assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT));
      assertThat(attributes(named(trace, "redis commit"))).containsEntry("db.system.name", "redis");
      assertThat(collector.received().getFirst().getResource().toString())
          .contains("longshore-upload-service", "media-3");
      assertThat(collector.authorizations()).isNotEmpty().containsOnly(TOKEN);
      assertThat(service.process().log())
          .as("lines of the request name its trace")
          .containsPattern("\"traceId\":\"" + TRACE + "\".*completed upload")
          .doesNotContain(TOKEN);
    }
  }

  @Test
  void readingIsOneTraceToo() throws Exception {
    try (var collector = new OtlpReceiver();
        var service = ObservedService.start(folder, tracingTo(collector.endpoint()))) {
      var upload = service.upload();
      var content = upload + "/content";
      assertThat(service.client().send("GET", content, new byte[0], clientsTrace("01")).status())
          .isEqualTo(200);
      var name = "GET /uploads/{id}/content";
      await("the trace").until(() -> names(collector.trace(TRACE)).contains(name));
      var trace = collector.trace(TRACE);
      assertThat(names(trace))
          .containsExactlyInAnyOrder(name, "redis read", "S3/HeadObject", "S3/GetObject");
      assertThat(attributes(named(trace, name)))
          .containsEntry("longshore.upload.id", upload.substring("/uploads/".length()));
    }
  }

  private static Map<String, String> json(Map<String, String> options) {
    options.put("LONGSHORE_LOG_FORMAT", "json");
    options.put("LONGSHORE_LOG_LEVEL", "DEBUG");
    return options;
  }

  @Test
  void questionsToHooksShow() throws Exception {
    try (var collector = new OtlpReceiver();
        var hook = HookServer.start()) {
      var options = tracingTo(collector.endpoint());
      options.put("LONGSHORE_HOOKS_PRE_COMPLETE_URL", hook.uri());
      try (var service = ServiceProcess.start(folder, options)) {
        var upload = service.client().create(10);
        assertThat(service.client().patch(upload, 0, new byte[10], clientsTrace("01")).status())
            .isEqualTo(204);
        await("the question")
            .until(() -> names(collector.trace(TRACE)).contains("hook pre-complete"));
      }
    }
  }

  @Test
  void filesAndFailuresShow() throws Exception {
    try (var collector = new OtlpReceiver();
        var service = ServiceProcess.start(folder, tracingTo(collector.endpoint()))) {
      var upload = service.client().create(20);
      assertThat(service.client().patch(upload, 0, new byte[10], clientsTrace("01")).status())
          .isEqualTo(204);
      await()
          .untilAsserted(() ->
              assertThat(names(collector.trace(TRACE)))
                  .contains("file open", "file fsync", "PATCH /uploads/{id}"));

      var uploads = folder.resolve(".longshore/uploads");
      Files.move(uploads, folder.resolve("away"));
      Files.writeString(uploads, "in the way");
      assertThat(service.client().patch(upload, 10, new byte[10], clientsTrace("01")).status())
          .isEqualTo(503);
      await("both")
          .until(() ->
              collector.trace(TRACE).stream()
                  .filter(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                  .map(Span::getName)
                  .collect(Collectors.toSet())
                  .equals(Set.of("file open", "PATCH /uploads/{id}")));
    }
  }

  @Test
  void whatAClientDoesNotSampleIsNotSent() throws Exception {
    try (var collector = new OtlpReceiver();
        var service = ServiceProcess.start(folder, tracingTo(collector.endpoint()))) {
      service.client().tusCreate(5, clientsTrace("00"));
      service.client().tusCreate(5);
      await("the other").until(() -> !collector.received().isEmpty());
      assertThat(collector.trace(TRACE)).isEmpty();
    }
  }

  /** As the operator renders them. */
  @Test
  void ratioAndResourceAreThoseOfTheVariables() throws Exception {
    try (var collector = new OtlpReceiver()) {
      var options = tracingTo(collector.endpoint());
      options.put("OTEL_SERVICE_NAME", "media");
      options.put("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=apps,k8s.namespace.name=apps");
      options.put("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
      options.put("OTEL_TRACES_SAMPLER_ARG", "0");
      try (var service = ServiceProcess.start(folder, options)) {
        service.client().tusCreate(5);
        service.client().tusCreate(5, clientsTrace("01"));
        await("the other").until(() -> !collector.trace(TRACE).isEmpty());
      }
      var resource = collector.received().getFirst();
      assertThat(resource.getResource().toString()).contains("media", "media-3", "apps");
      assertThat(
              collector.received().stream()
                  .flatMap(received -> received.getScopeSpansList().stream())
                  .flatMap(scope -> scope.getSpansList().stream())
                  .map(span -> OtlpReceiver.hex(span.getTraceId().toByteArray())))
          .containsOnly(TRACE);
    }
  }

  @Test
  void collectorThatIsAwayDisturbsNoUploadAndIsLoggedAsEverythingElse() throws Exception {
    var options = json(tracingTo("http://127.0.0.1:1"));
    try (var service = ServiceProcess.start(folder, options)) {
      var upload = service.client().create(5);
      assertThat(service.client().patch(upload, 0, new byte[5]).status()).isEqualTo(204);
      await("the failure").until(() -> service.log().contains("Failed to export"));
      assertThat(service.log().lines())
          .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).isObject()).isTrue());
      assertThat(service.log()).doesNotContain(TOKEN);
    }
  }

  @Test
  void withoutTheOptionNothingOfItIsLoaded() throws Exception {
    var classes = folder.resolve("classes.txt");
    var log = "-Xlog:class+load:file=" + classes;
    try (var collector = new OtlpReceiver()) {
      var options = tracingTo(collector.endpoint());
      options.remove("LONGSHORE_TRACING_ENABLED");
      try (var service = ServiceProcess.start(folder.resolve("data"), options, log)) {
        var upload = service.client().create(5);
        assertThat(service.client().patch(upload, 0, new byte[5], clientsTrace("01")).status())
            .isEqualTo(204);
      }
      assertThat(collector.received()).isEmpty();
    }
    try (var lines = Files.lines(classes)) {
      assertThat(lines.filter(line -> line.contains(" io.opentelemetry."))).isEmpty();
    }
  }
}
