package dev.longshore.service.http;

import dev.longshore.service.upload.digest.Digest;
import dev.longshore.service.upload.digest.DigestAlgorithm;
import dev.longshore.service.upload.digest.ExpectedDigests;
import io.micronaut.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.ByteSequenceItem;

/**
 * Digest fields of a request (RFC 9530): {@code Content-Digest} of its content, {@code Repr-Digest}
 * of the whole upload. A field that is malformed, or an algorithm that is not known, is ignored.
 */
final class DigestFields {

  static final String CONTENT_DIGEST = "Content-Digest";
  static final String REPR_DIGEST = "Repr-Digest";

  /** For {@code Want-Content-Digest} and {@code Want-Repr-Digest}. */
  static final String WANTED = "sha-256=10, sha-512=9";

  private static final Map<String, DigestAlgorithm> ALGORITHMS =
      Map.of("sha-256", DigestAlgorithm.SHA256, "sha-512", DigestAlgorithm.SHA512);

  private DigestFields() {}

  /**
   * What the bytes of a request must come to, or null if it says nothing of them.
   *
   * @param isWhole whether they are the whole upload. A digest of it can be checked only then: its
   *     state can't be handed over to the request that brings the rest
   * @throws dev.longshore.service.upload.UploadRefusedException if a digest has a wrong length
   */
  static ExpectedDigests of(HttpRequest<?> request, boolean isWhole) {
    var ofContent = digests(request, CONTENT_DIGEST);
    var all = new ArrayList<>(ofContent);
    if (isWhole) {
      all.addAll(digests(request, REPR_DIGEST));
    }
    var distinct = all.stream().distinct().toList();
    if (distinct.isEmpty()) {
      return null;
    }
    var expected = ExpectedDigests.of(distinct);
    return ofContent.isEmpty() ? expected.keepingParts() : expected;
  }

  private static List<Digest> digests(HttpRequest<?> request, String field) {
    var digests = new ArrayList<Digest>();
    StructuredFields.dictionary(request, field)
        .forEach((key, value) -> {
          var algorithm = ALGORITHMS.get(key);
          if (algorithm != null && value instanceof ByteSequenceItem bytes) {
            digests.add(digest(field, key, algorithm, bytes.get()));
          }
        });
    return digests;
  }

  private static Digest digest(
      String field, String key, DigestAlgorithm algorithm, ByteBuffer value) {
    var bytes = new byte[value.remaining()];
    value.get(bytes);
    try {
      return Digest.of(algorithm, bytes);
    } catch (IllegalArgumentException e) {
      throw Headers.invalid("%s has for %s %s.".formatted(field, key, e.getMessage()));
    }
  }

  /** Says in a problem which digest does not hold. */
  static void describe(Digest said, Map<String, Object> problem) {
    ALGORITHMS.forEach((key, algorithm) -> {
      if (algorithm == said.algorithm()) {
        problem.put("algorithm", key);
      }
    });
    problem.put("provided-digest", ":" + said.base64() + ":");
  }
}
