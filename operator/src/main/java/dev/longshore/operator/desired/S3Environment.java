package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.secret;
import static dev.longshore.operator.desired.ServiceEnvironment.value;

import dev.longshore.api.v1alpha1.S3Spec;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the container is told of the bucket. */
final class S3Environment {

  private static final String PREFIX = "LONGSHORE_STORAGE_S3_";

  private S3Environment() {}

  static List<EnvVar> of(S3Spec s3) {
    var variables = new ArrayList<EnvVar>();
    variables.add(value(PREFIX + "BUCKET", s3.bucket()));
    addIfSet(variables, "REGION", s3.region());
    addIfSet(variables, "ENDPOINT", s3.endpoint());
    variables.add(value(PREFIX + "PATH_STYLE", Boolean.toString(s3.pathStyle())));
    addIfSet(variables, "PREFIX", s3.prefix());
    var credentials = s3.credentialsSecretRef();
    if (credentials != null) {
      variables.add(
          secret(PREFIX + "ACCESS_KEY_ID", credentials.name(), credentials.accessKeyId()));
      variables.add(
          secret(PREFIX + "SECRET_ACCESS_KEY", credentials.name(), credentials.secretAccessKey()));
    }
    variables.add(value(PREFIX + "PART_SIZE", CanonicalQuantity.bytes(s3.partSize())));
    variables.add(value(PREFIX + "MAX_PARTS", Integer.toString(s3.maxParts())));
    variables.add(value(PREFIX + "CHECKSUM", s3.checksum().name().toLowerCase(Locale.ROOT)));
    variables.add(value(PREFIX + "CONDITIONAL_WRITES", Boolean.toString(s3.conditionalWrites())));
    if (s3.memory() != null) {
      variables.add(value(PREFIX + "MEMORY", CanonicalQuantity.bytes(s3.memory())));
    }
    addIfSet(variables, "STORAGE_CLASS", s3.storageClass());
    var encryption = s3.serverSideEncryption();
    if (encryption != null) {
      variables.add(value(PREFIX + "ENCRYPTION", encryption.algorithm().header()));
      addIfSet(variables, "KMS_KEY_ID", encryption.kmsKeyId());
    }
    if (s3.tags() != null && !s3.tags().isEmpty()) {
      variables.add(value(PREFIX + "TAGS", tags(s3.tags())));
    }
    return variables;
  }

  /** {@code name=value} pairs, in an order that does not change. */
  private static String tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining(","));
  }

  private static void addIfSet(List<EnvVar> variables, String name, String value) {
    if (value != null) {
      variables.add(value(PREFIX + name, value));
    }
  }
}
