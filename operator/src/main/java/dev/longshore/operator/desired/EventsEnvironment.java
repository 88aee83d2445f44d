package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.isoDuration;

import dev.longshore.api.v1alpha1.EventEndpointSpec;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Locale;

/** What the container is told of who is told what happens to uploads. */
final class EventsEnvironment {

  private EventsEnvironment() {}

  static List<EnvVar> of(UploadService service) {
    var events = service.getSpec().events();
    var variables = new Variables("LONGSHORE_EVENTS_");
    variables.add("ENABLED", "true");
    variables.add("SOURCE", source(service));
    variables.add("PROGRESS_INTERVAL", isoDuration(events.progressInterval()));
    variables.add("LOOK_INTERVAL", isoDuration(events.lookInterval()));
    if (events.stream() != null) {
      variables.add("MAX_LENGTH", events.stream().maxLength());
    }
    variables.add("RETRY_BACKOFF", isoDuration(events.retry().backoff()));
    variables.add("RETRY_MAX_BACKOFF", isoDuration(events.retry().maxBackoff()));
    variables.add("MAX_AGE", isoDuration(events.retry().maxAge()));
    var endpoints = events.endpoints() == null ? List.<EventEndpointSpec>of() : events.endpoints();
    for (int i = 0; i < endpoints.size(); i++) {
      endpoint(variables, "ENDPOINTS_E" + i + "_", endpoints.get(i));
    }
    return variables.all();
  }

  /** The resource's path in the Kubernetes API, as sources of events in Kubernetes are named. */
  private static String source(UploadService service) {
    return "/apis/%s/namespaces/%s/%s/%s"
        .formatted(
            service.getApiVersion(),
            service.getMetadata().getNamespace(),
            HasMetadata.getPlural(UploadService.class),
            service.getMetadata().getName());
  }

  private static void endpoint(Variables variables, String prefix, EventEndpointSpec endpoint) {
    variables.add(prefix + "NAME", endpoint.name());
    variables.add(prefix + "URL", endpoint.url());
    variables.secret(prefix + "SECRET", endpoint.secretRef().name(), endpoint.secretRef().key());
    if (endpoint.types() != null) {
      variables.list(
          prefix + "TYPES",
          endpoint.types().stream().map(type -> type.name().toLowerCase(Locale.ROOT)).toList());
    }
    variables.add(prefix + "TIMEOUT", isoDuration(endpoint.timeout()));
    variables.add(
        prefix + "CA_CERTIFICATE",
        PrivateAuthorities.file(
            "events-" + endpoint.name(), endpoint.caSecretRef(), endpoint.caConfigMapRef()));
  }
}
