package dev.longshore.operator.secret;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Secrets as the operator keeps them: the same keys, a digest for every value. */
final class SecretDigests {

  /** Enough to see a change; too little to search for the value by. */
  private static final int BYTES = 8;

  private SecretDigests() {}

  static Secret of(Secret secret) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secret.getMetadata().getName())
        .withNamespace(secret.getMetadata().getNamespace())
        .withResourceVersion(secret.getMetadata().getResourceVersion())
        .endMetadata()
        .withData(digests(secret.getData()))
        .build();
  }

  private static Map<String, String> digests(Map<String, String> data) {
    var digests = new TreeMap<String, String>();
    if (data != null) {
      data.forEach((key, value) -> digests.put(key, digest(value)));
    }
    return digests;
  }

  private static String digest(String base64) {
    var value = Base64.getMimeDecoder().decode(base64 == null ? "" : base64);
    if (new String(value, StandardCharsets.UTF_8).isBlank()) {
      return "";
    }
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(value);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }
}
