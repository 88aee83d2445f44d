package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the operator and the upload service agree on: the container's environment variables. */
final class ServiceEnvironment {

  static final int HTTP_PORT = 8080;
  static final String DATA_PATH = "/data";
  static final String TLS_PATH = "/etc/longshore/tls";
  static final String TOKENS_PATH = "/etc/longshore/tokens";

  private ServiceEnvironment() {}

  static List<EnvVar> of(UploadService service) {
    var redis = service.getSpec().redis();
    var storage = service.getSpec().storage();
    var variables = new ArrayList<EnvVar>();
    variables.add(podName());
    variables.add(value("MICRONAUT_SERVER_PORT", Integer.toString(HTTP_PORT)));
    variables.add(value("LONGSHORE_SESSION_STORE", "redis"));
    variables.add(
        secret(
            "LONGSHORE_SESSION_REDIS_CONNECTION_STRING",
            redis.secretRef().name(),
            redis.secretRef().key()));
    variables.add(value("LONGSHORE_SESSION_REDIS_KEY_PREFIX", KeyPrefix.of(service)));
    variables.add(
        value("LONGSHORE_SESSION_REDIS_SLIDING_EXPIRATION", isoDuration(redis.sessionTtl())));
    variables.add(value("LONGSHORE_SESSION_LEASE_DURATION", isoDuration(redis.leaseDuration())));
    variables.add(
        value("LONGSHORE_SESSION_REDIS_DATABASE_INDEX", Integer.toString(redis.database())));
    if (redis.caSecretRef() != null) {
      variables.add(
          value(
              "LONGSHORE_SESSION_REDIS_CA_CERTIFICATE",
              PrivateAuthorities.file("redis", redis.caSecretRef(), redis.caConfigMapRef())));
    }
    if (storage.filesystem() != null) {
      variables.add(value("LONGSHORE_STORAGE_TYPE", "filesystem"));
      variables.add(value("LONGSHORE_STORAGE_FILESYSTEM_PATH", DATA_PATH));
      variables.add(
          value(
              "LONGSHORE_STORAGE_FILESYSTEM_FSYNC",
              Boolean.toString(storage.filesystem().fsync())));
    } else {
      variables.add(value("LONGSHORE_STORAGE_TYPE", "s3"));
      variables.addAll(S3Environment.of(storage.s3()));
    }
    variables.add(
        value("LONGSHORE_STORAGE_ALLOW_OVERWRITE", Boolean.toString(storage.allowOverwrite())));
    variables.add(
        value("LONGSHORE_CLEANUP_INTERVAL", isoDuration(service.getSpec().cleanup().interval())));
    variables.addAll(LimitsEnvironment.of(service.getSpec().limits()));
    if (service.getSpec().read() != null) {
      variables.addAll(ReadEnvironment.of(service.getSpec().read()));
    }
    if (service.getSpec().access() != null) {
      variables.addAll(AccessEnvironment.of(service.getSpec().access()));
    }
    if (service.getSpec().hooks() != null) {
      variables.addAll(HooksEnvironment.of(service.getSpec().hooks()));
    }
    var cors = service.getSpec().cors();
    if (cors != null) {
      variables.add(
          value("LONGSHORE_CORS_ALLOWED_ORIGINS", String.join(",", cors.allowedOrigins())));
    }
    if (service.getSpec().tls() != null) {
      variables.add(value("LONGSHORE_TLS_ENABLED", "true"));
      variables.add(value("LONGSHORE_TLS_CERTIFICATE", TLS_PATH + "/tls.crt"));
      variables.add(value("LONGSHORE_TLS_KEY", TLS_PATH + "/tls.key"));
    }
    variables.addAll(ObservabilityEnvironment.of(service));
    if (service.getSpec().events() != null) {
      variables.addAll(EventsEnvironment.of(service));
    }
    return variables;
  }

  static String isoDuration(String hoursMinutesSeconds) {
    return Duration.parse("PT" + hoursMinutesSeconds.toUpperCase(Locale.ROOT)).toString();
  }

  private static EnvVar podName() {
    return new EnvVarBuilder()
        .withName("LONGSHORE_POD_NAME")
        .withNewValueFrom()
        .withNewFieldRef()
        // The API server adds it, and compares the reference as a whole.
        .withApiVersion("v1")
        .withFieldPath("metadata.name")
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  static EnvVar secret(String name, String secret, String key) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret)
        .withKey(key)
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }

  static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }
}
