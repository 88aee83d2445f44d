package dev.longshore.service.http;

import dev.longshore.service.upload.digest.Digest;
import dev.longshore.service.upload.digest.DigestAlgorithm;
import dev.longshore.service.upload.digest.ExpectedDigests;
import io.micronaut.http.HttpRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The field {@code Upload-Checksum}: a name, a space, base64 (tus 1.0.0, checksum extension). */
final class UploadChecksum {

  private static final String FIELD = Headers.UPLOAD_CHECKSUM;

  /** For {@code Tus-Checksum-Algorithm}. */
  static final String ALGORITHMS =
      Arrays.stream(DigestAlgorithm.values())
          .map(UploadChecksum::name)
          .collect(Collectors.joining(","));

  private UploadChecksum() {}

  /**
   * What the request says of its body, before it or behind it; null if it says nothing.
   *
   * @throws dev.longshore.service.upload.UploadRefusedException if the field is malformed, or
   *     announced behind a body that has no end to put it
   */
  static ExpectedDigests of(HttpRequest<?> request) {
    var field = request.getHeaders().get(FIELD);
    if (field != null) {
      return ExpectedDigests.of(List.of(parse(field)));
    }
    if (Trailers.announces(request, FIELD)) {
      if (!Trailers.mayFollow(request)) {
        throw Headers.invalid(
            FIELD + " can be a trailer only of a body with Transfer-Encoding: chunked.");
      }
      return ExpectedDigests.later(() -> List.of(trailing(request)));
    }
    return null;
  }

  private static Digest trailing(HttpRequest<?> request) {
    var field = Trailers.get(request, FIELD);
    if (field == null) {
      throw Headers.invalid(
          FIELD + " was announced as a trailer and did not come. The chunk does not count.");
    }
    return parse(field);
  }

  private static Digest parse(String field) {
    var parts = field.strip().split(" +");
    var algorithm =
        Arrays.stream(DigestAlgorithm.values())
            .filter(candidate -> name(candidate).equals(parts[0]))
            .findFirst()
            .orElseThrow(() ->
                Headers.invalid(
                    "%s must begin with one of %s, not with '%s'."
                        .formatted(FIELD, ALGORITHMS, parts[0])));
    try {
      if (parts.length == 2) {
        return Digest.of(algorithm, Base64.getDecoder().decode(parts[1]));
      }
    } catch (IllegalArgumentException e) {
      // Refused below, with what is expected.
    }
    throw Headers.invalid(
        "%s must be '%s', a space, and the %d bytes of the checksum in base64, not '%s'."
            .formatted(FIELD, parts[0], algorithm.length(), field));
  }

  private static String name(DigestAlgorithm algorithm) {
    return algorithm.name().toLowerCase(Locale.ROOT);
  }
}
