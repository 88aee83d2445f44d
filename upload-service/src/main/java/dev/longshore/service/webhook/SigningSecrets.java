package dev.longshore.service.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is sent, as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over id, time and body. With
 * several secrets there is a signature of each, so that a receiver may change from one to the next
 * when it likes.
 */
public final class SigningSecrets {

  /** Says when it was sent, in seconds since 1970; a receiver refuses what is too old. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** Tells one message from others; the same when it is sent again. */
  public static final String ID = "webhook-id";

  /** The signatures, with a space between them. */
  public static final String SIGNATURE = "webhook-signature";

  private static final String PREFIX = "whsec_";
  private static final int FEWEST_BYTES = 24;
  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretKeySpec> keys;

  private SigningSecrets(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /**
   * Secrets with white space between them, each {@code whsec_} and at least 24 bytes in Base64.
   *
   * @throws IllegalArgumentException if there is none, or one is not such; the text is not in the
   *     message
   */
  public static SigningSecrets parse(String text) {
    var keys = new ArrayList<SecretKeySpec>();
    for (var secret : text.strip().split("\\s+")) {
      keys.add(new SecretKeySpec(bytes(secret), ALGORITHM));
    }
    return new SigningSecrets(List.copyOf(keys));
  }

  private static byte[] bytes(String secret) {
    try {
      if (secret.startsWith(PREFIX)) {
        var bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        if (bytes.length >= FEWEST_BYTES) {
          return bytes;
        }
      }
    } catch (IllegalArgumentException e) {
      // What the decoder says may quote the secret.
    }
    throw new IllegalArgumentException(
        "a secret must be whsec_ and at least %d random bytes in Base64, for example"
            + " whsec_$(openssl rand -base64 32)".formatted(FEWEST_BYTES));
  }

  /** What {@link #SIGNATURE} says of a message. */
  public String sign(String id, Instant at, String body) {
    var signed = (id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
    return keys.stream().map(key -> "v1," + sign(key, signed)).collect(Collectors.joining(" "));
  }

  private static String sign(SecretKeySpec key, byte[] signed) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return keys.size() + " secrets";
  }
}
