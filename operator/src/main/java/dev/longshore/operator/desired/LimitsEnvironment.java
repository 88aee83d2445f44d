package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.isoDuration;

import dev.longshore.api.v1alpha1.LimitsSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;

/** What the container is told of the limits. */
final class LimitsEnvironment {

  private LimitsEnvironment() {}

  static List<EnvVar> of(LimitsSpec limits) {
    var variables = new Variables("LONGSHORE_LIMITS_");
    variables.bytes("MAX_UPLOAD_SIZE", limits.maxUploadSize());
    variables.bytes("MAX_CHUNK_SIZE", limits.maxChunkSize());
    variables.bytes("MIN_UPLOAD_SIZE", limits.minUploadSize());
    variables.bytes("MIN_CHUNK_SIZE", limits.minChunkSize());
    variables.add("MAX_OPEN_UPLOADS", limits.maxOpenUploads());
    variables.bytes("MAX_OPEN_BYTES", limits.maxOpenBytes());
    if (limits.requestRate() != null) {
      variables.add("REQUEST_RATE", limits.requestRate());
      variables.add("REQUEST_BURST", limits.requestBurst());
    }
    variables.add("MAX_AUTH_FAILURES_PER_MINUTE", limits.maxAuthFailuresPerMinute());
    variables.list("ALLOWED_CONTENT_TYPES", limits.allowedContentTypes());
    variables.list("TRUSTED_PROXIES", limits.trustedProxies());
    if (limits.minBodyRate() != null) {
      variables.bytes("MIN_BODY_RATE", limits.minBodyRate());
      variables.add("MIN_BODY_RATE_WINDOW", isoDuration(limits.minBodyRateWindow()));
    }
    variables.add("HEADER_TIMEOUT", isoDuration(limits.headerTimeout()));
    return variables.all();
  }
}
