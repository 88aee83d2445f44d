package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.secret;
import static dev.longshore.operator.desired.ServiceEnvironment.value;

import dev.longshore.api.v1alpha1.LoggingSpec;
import dev.longshore.api.v1alpha1.TracingSpec;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the container is told of logs and traces; of the latter in OpenTelemetry's own words. */
final class ObservabilityEnvironment {

  private ObservabilityEnvironment() {}

  static List<EnvVar> of(UploadService service) {
    var variables = new ArrayList<EnvVar>();
    if (service.getSpec().logging() != null) {
      variables.addAll(logging(service.getSpec().logging()));
    }
    if (service.getSpec().tracing() != null) {
      variables.addAll(tracing(service, service.getSpec().tracing()));
    }
    return variables;
  }

  private static List<EnvVar> logging(LoggingSpec logging) {
    return List.of(
        value("LONGSHORE_LOG_FORMAT", logging.format().name().toLowerCase(Locale.ROOT)),
        value("LONGSHORE_LOG_LEVEL", logging.level().name()),
        value("LONGSHORE_LOG_ACCESS", Boolean.toString(logging.access())));
  }

  private static List<EnvVar> tracing(UploadService service, TracingSpec tracing) {
    var variables = new ArrayList<EnvVar>();
    variables.add(value("LONGSHORE_TRACING_ENABLED", "true"));
    variables.add(value("OTEL_SERVICE_NAME", service.getMetadata().getName()));
    variables.add(
        value(
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.namespace=%1$s,k8s.namespace.name=%1$s"
                .formatted(service.getMetadata().getNamespace())));
    variables.add(value("OTEL_EXPORTER_OTLP_ENDPOINT", tracing.endpoint()));
    variables.add(value("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"));
    variables.add(value("OTEL_TRACES_SAMPLER_ARG", tracing.samplerRatio()));
    var headers = tracing.headersSecretRef();
    if (headers != null) {
      variables.add(secret("OTEL_EXPORTER_OTLP_HEADERS", headers.name(), headers.key()));
    }
    return variables;
  }
}
