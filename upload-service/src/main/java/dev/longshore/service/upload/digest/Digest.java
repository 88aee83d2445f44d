package dev.longshore.service.upload.digest;

import java.util.Base64;

/**
 * What bytes come to.
 *
 * @param algorithm how it is computed
 * @param base64 the digest in base64 with padding (RFC 4648, section 4)
 */
public record Digest(DigestAlgorithm algorithm, String base64) {

  /**
   * @throws IllegalArgumentException if the digest has not the length of its algorithm
   */
  public static Digest of(DigestAlgorithm algorithm, byte[] digest) {
    if (digest.length != algorithm.length()) {
      throw new IllegalArgumentException(
          "a digest of %d bytes, not of %d".formatted(algorithm.length(), digest.length));
    }
    return new Digest(algorithm, Base64.getEncoder().encodeToString(digest));
  }
}
