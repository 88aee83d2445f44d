package dev.longshore.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.hooks.HookServer;
import dev.longshore.service.server.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics tell what happened, under names that Prometheus' linter and the documentation know. */
class MetricsIT {

  private static final String PROMTOOL =
      Optional.ofNullable(System.getenv("LONGSHORE_PROMTOOL")).orElse("promtool");

  @TempDir private Path folder;

  @Test
  void allAreDocumentedAndPassPrometheusLinter() throws Exception {
    try (var hook = HookServer.start();
        var service =
            ObservedService.start(folder, Map.of("LONGSHORE_HOOKS_PRE_CREATE_URL", hook.uri()))) {
      service.everything();
      var metrics = service.metrics();
      assertThat(lint(metrics.text())).isEmpty();
      var table = MetricsTable.of(metrics.families().values());
      if (Boolean.getBoolean("longshore.generate")) {
        MetricsTable.write(table);
      }
      assertThat(MetricsTable.committed())
          .as("run this test with -Dlongshore.generate=true")
          .isEqualTo(table);
    }
  }

  /** What the linter has to say; empty if it is content. */
  private static String lint(String metrics) throws IOException, InterruptedException {
    var promtool =
        new ProcessBuilder(PROMTOOL, "check", "metrics").redirectErrorStream(true).start();
    try (var in = promtool.getOutputStream()) {
      in.write(metrics.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor() == 0).as(output).isEqualTo(output.isEmpty());
    return output;
  }

  @Test
  void countWhatHappens() throws Exception {
    try (var service = ObservedService.start(folder, Map.of())) {
      service.read(service.upload());
      service.abort();
      service.handOver();
      service.cut();
      var metrics = service.metrics();
      assertThat(metrics.value("longshore_uploads_started_total")).isEqualTo(4);
      assertThat(metrics.value("longshore_uploads_completed_total")).isEqualTo(1);
      assertThat(metrics.value("longshore_uploads_aborted_total")).isEqualTo(1);
      assertThat(metrics.value("longshore_upload_bytes_total")).isEqualTo((9 << 20) + 400 + 300);
      assertThat(metrics.value("longshore_upload_duration_seconds_count")).isEqualTo(1);
      assertThat(metrics.value("longshore_downloads_bytes_total")).isEqualTo(1000);
      assertThat(metrics.value("longshore_downloads_running")).isZero();
      assertThat(metrics.value("longshore_downloads_redirected_total")).isZero();
      assertThat(metrics.value("longshore_bodies_cut_total")).isEqualTo(1);
      assertThat(metrics.value("longshore_bodies_receiving")).isZero();
      assertThat(metrics.value("longshore_leases_held")).isZero();
      assertThat(metrics.value("longshore_lease_handovers_total")).isEqualTo(1);
      assertThat(metrics.value("longshore_lease_wait_seconds_count", "outcome", "taken"))
          .isEqualTo(1);
      assertThat(metrics.value("longshore_refusals_total", "problem", "offset-mismatch"))
          .isEqualTo(1);
      assertThat(metrics.value("longshore_refusals_total", "problem", "upload-taken-over"))
          .isEqualTo(1);
      assertThat(
              metrics.value(
                  "http_server_requests_seconds_count",
                  "method",
                  "PATCH",
                  "uri",
                  "/uploads/{id}",
                  "status",
                  "204"))
          .isEqualTo(2);
      assertThat(s3(metrics, "UploadPart", "success")).isEqualTo(2);
      assertThat(s3(metrics, "CompleteMultipartUpload", "success")).isEqualTo(1);
      assertThat(metrics.value("longshore_storage_memory_used_bytes")).isZero();
      assertThat(metrics.value("longshore_storage_memory_limit_bytes")).isGreaterThan(1 << 20);
      assertThat(redis(metrics, "create", "success")).isEqualTo(4);
      assertThat(redis(metrics, "create", "failure")).isZero();

      service.redis().stop();
      assertThat(service.client().tusCreate(5).problem()).isEqualTo("session-store-unavailable");
      metrics = service.metrics();
      assertThat(redis(metrics, "create", "failure")).isEqualTo(1);
      assertThat(metrics.value("longshore_refusals_total", "problem", "session-store-unavailable"))
          .isEqualTo(1);
    }
  }

  private static double s3(Exposition metrics, String operation, String outcome) {
    return metrics.value(
        "longshore_storage_calls_seconds_count",
        "storage",
        "s3",
        "operation",
        operation,
        "outcome",
        outcome);
  }

  private static double redis(Exposition metrics, String operation, String outcome) {
    return metrics.value(
        "longshore_redis_calls_seconds_count", "operation", operation, "outcome", outcome);
  }

  @Test
  void questionsToHooksAreCountedByTheirOutcome() throws Exception {
    try (var hook = HookServer.start();
        var service =
            ServiceProcess.start(
                folder,
                Map.of(
                    "LONGSHORE_HOOKS_PRE_CREATE_URL",
                    hook.uri(),
                    "LONGSHORE_HOOKS_PRE_COMPLETE_URL",
                    hook.uri(),
                    "LONGSHORE_HOOKS_PRE_COMPLETE_FAILURE_POLICY",
                    "ignore"))) {
      var upload = service.client().create(10);
      hook.refuse(500);
      assertThat(service.client().patch(upload, 0, new byte[10]).status()).isEqualTo(204);
      assertThat(service.client().tusCreate(10).problem()).isEqualTo("hook-unavailable");
      hook.refuse(403);
      assertThat(service.client().tusCreate(10).problem()).isEqualTo("upload-refused");
      var metrics = Exposition.of(service.client());
      assertThat(hooks(metrics, "pre-create", "success")).isEqualTo(1);
      assertThat(hooks(metrics, "pre-create", "failure")).isEqualTo(1);
      assertThat(hooks(metrics, "pre-create", "refused")).isEqualTo(1);
      assertThat(hooks(metrics, "pre-complete", "failure")).isEqualTo(1);
      assertThat(metrics.value("longshore_refusals_total", "problem", "upload-refused"))
          .isEqualTo(1);
      assertThat(service.log())
          .contains("the hook pre-complete is of no use for upload " + id(upload))
          .contains("goes on all the same: it answered 500")
          .contains("has to wait: it answered 500");
    }
  }

  private static String id(String upload) {
    return upload.substring("/uploads/".length());
  }

  private static double hooks(Exposition metrics, String hook, String outcome) {
    return metrics.value("longshore_hooks_seconds_count", "hook", hook, "outcome", outcome);
  }

  @Test
  void filesAreTimedAndWhatSweepsFreeIsCounted() throws Exception {
    var options =
        Map.of(
            "LONGSHORE_SESSION_MEMORY_EXPIRATION", "1s",
            "LONGSHORE_CLEANUP_INTERVAL", "1s");
    try (var service = ServiceProcess.start(folder, options)) {
      var upload = service.client().create(10);
      assertThat(service.client().patch(upload, 0, new byte[10]).status()).isEqualTo(204);
      for (var operation : new String[] {"open", "fsync", "publish"}) {
        assertThat(
                Exposition.of(service.client())
                    .value(
                        "longshore_storage_calls_seconds_count",
                        "storage",
                        "filesystem",
                        "operation",
                        operation,
                        "outcome",
                        "success"))
            .as(operation)
            .isEqualTo(1);
      }
      await("a sweep")
          .until(() ->
              Exposition.of(service.client())
                      .value("longshore_sweep_last_success_timestamp_seconds")
                  > 0);
      assertThat(
              service
                  .client()
                  .get("/health")
                  .json()
                  .at("/details/sweeper/details/lastSweep")
                  .textValue())
          .startsWith("20");
    }
  }
}
