package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.isoDuration;
import static dev.longshore.operator.desired.ServiceEnvironment.value;

import dev.longshore.api.v1alpha1.LimitsSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;

/** What the container is told of the limits. */
final class LimitsEnvironment {

  private static final String PREFIX = "LONGSHORE_LIMITS_";

  private LimitsEnvironment() {}

  static List<EnvVar> of(LimitsSpec limits) {
    var variables = new ArrayList<EnvVar>();
    bytes(variables, "MAX_UPLOAD_SIZE", limits.maxUploadSize());
    bytes(variables, "MAX_CHUNK_SIZE", limits.maxChunkSize());
    bytes(variables, "MIN_UPLOAD_SIZE", limits.minUploadSize());
    bytes(variables, "MIN_CHUNK_SIZE", limits.minChunkSize());
    text(variables, "MAX_OPEN_UPLOADS", limits.maxOpenUploads());
    bytes(variables, "MAX_OPEN_BYTES", limits.maxOpenBytes());
    if (limits.requestRate() != null) {
      text(variables, "REQUEST_RATE", limits.requestRate());
      text(variables, "REQUEST_BURST", limits.requestBurst());
    }
    list(variables, "ALLOWED_CONTENT_TYPES", limits.allowedContentTypes());
    list(variables, "TRUSTED_PROXIES", limits.trustedProxies());
    if (limits.minBodyRate() != null) {
      bytes(variables, "MIN_BODY_RATE", limits.minBodyRate());
      text(variables, "MIN_BODY_RATE_WINDOW", isoDuration(limits.minBodyRateWindow()));
    }
    text(variables, "HEADER_TIMEOUT", isoDuration(limits.headerTimeout()));
    return variables;
  }

  private static void bytes(List<EnvVar> variables, String name, Quantity bytes) {
    if (bytes != null) {
      variables.add(value(PREFIX + name, CanonicalQuantity.bytes(bytes)));
    }
  }

  private static void text(List<EnvVar> variables, String name, Object text) {
    if (text != null) {
      variables.add(value(PREFIX + name, text.toString()));
    }
  }

  private static void list(List<EnvVar> variables, String name, List<String> texts) {
    if (texts != null) {
      variables.add(value(PREFIX + name, String.join(",", texts)));
    }
  }
}
