package dev.longshore.operator.secret;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
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

/** Secrets and ConfigMaps as the operator keeps them: the same keys, a digest for every value. */
final class SecretDigests {

  /** Enough to see a change; too little to search for the value by. */
  private static final int BYTES = 8;

  /** A Secret may hold a megabyte. */
  private static final int LONGEST_CONNECTION_STRING = 4096;

  /** In front of a key, where the place that its value leads to is; no key has a space. */
  private static final String PLACE = "place ";

  private SecretDigests() {}

  static Secret of(Secret secret) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secret.getMetadata().getName())
        .withNamespace(secret.getMetadata().getNamespace())
        .withResourceVersion(secret.getMetadata().getResourceVersion())
        .endMetadata()
        .withData(digests(secret.getMetadata().getNamespace(), secret.getData()))
        .build();
  }

  /** What is in a ConfigMap never leads to a Redis. */
  static ConfigMap of(ConfigMap map) {
    var digests = new TreeMap<String, String>();
    if (map.getBinaryData() != null) {
      map.getBinaryData()
          .forEach(
              (key, base64) -> digests.put(key, digest(Base64.getMimeDecoder().decode(base64))));
    }
    if (map.getData() != null) {
      map.getData()
          .forEach((key, text) -> digests.put(key, digest(text.getBytes(StandardCharsets.UTF_8))));
    }
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(map.getMetadata().getName())
        .withNamespace(map.getMetadata().getNamespace())
        .withResourceVersion(map.getMetadata().getResourceVersion())
        .endMetadata()
        .withData(digests)
        .build();
  }

  /** Digest of the Redis that the value under this key leads to. */
  static String placeKey(String key) {
    return PLACE + key;
  }

  private static Map<String, String> digests(String namespace, Map<String, String> data) {
    var digests = new TreeMap<String, String>();
    if (data != null) {
      data.forEach((key, base64) -> {
        var value = Base64.getMimeDecoder().decode(base64 == null ? "" : base64);
        if (value.length <= LONGEST_CONNECTION_STRING) {
          var place = RedisPlace.of(new String(value, StandardCharsets.UTF_8), namespace);
          digests.put(placeKey(key), digest(place.getBytes(StandardCharsets.UTF_8)));
        }
        digests.put(key, digest(value));
      });
    }
    return digests;
  }

  private static String digest(byte[] value) {
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
