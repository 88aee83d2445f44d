package dev.longshore.operator.desired;

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

  /**
   * Parts wait on the heap: five of them in a pod of 256 MiB instead of three. The image's own
   * defaults are for files, which need less.
   */
  private static final String ROOM_FOR_PARTS =
      "-XX:MaxRAMPercentage=40 -XX:MinRAMPercentage=40 -XX:NewRatio=5";

  private S3Environment() {}

  static List<EnvVar> of(S3Spec s3) {
    var variables = new Variables("LONGSHORE_STORAGE_S3_");
    variables.add("BUCKET", s3.bucket());
    variables.add("REGION", s3.region());
    variables.add("ENDPOINT", s3.endpoint());
    variables.add("PATH_STYLE", s3.pathStyle());
    variables.add("PREFIX", s3.prefix());
    var credentials = s3.credentialsSecretRef();
    if (credentials != null) {
      variables.secret("ACCESS_KEY_ID", credentials.name(), credentials.accessKeyId());
      variables.secret("SECRET_ACCESS_KEY", credentials.name(), credentials.secretAccessKey());
    }
    variables.bytes("PART_SIZE", s3.partSize());
    variables.add("MAX_PARTS", s3.maxParts());
    variables.add("CHECKSUM", s3.checksum().name().toLowerCase(Locale.ROOT));
    variables.add("CONDITIONAL_WRITES", s3.conditionalWrites());
    variables.bytes("MEMORY", s3.memory());
    variables.add("STORAGE_CLASS", s3.storageClass());
    var encryption = s3.serverSideEncryption();
    if (encryption != null) {
      variables.add("ENCRYPTION", encryption.algorithm().header());
      variables.add("KMS_KEY_ID", encryption.kmsKeyId());
    }
    if (s3.tags() != null && !s3.tags().isEmpty()) {
      variables.add("TAGS", tags(s3.tags()));
    }
    var all = new ArrayList<>(variables.all());
    all.add(ServiceEnvironment.value("JAVA_TOOL_OPTIONS", ROOM_FOR_PARTS));
    return all;
  }

  /** {@code name=value} pairs, in an order that does not change. */
  private static String tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining(","));
  }
}
