package dev.longshore.service.upload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the field {@code Upload-Concat} says (tus 1.0.0, concatenation extension). */
public sealed interface Concat {

  /** So many pieces may make one upload. */
  int MAX_PIECES = 256;

  /** The field is kept with the session as it was sent. */
  int MAX_LENGTH = 16 * 1024;

  /** A piece of others, which never becomes an object by itself. */
  record Partial() implements Concat {}

  /**
   * Made of pieces.
   *
   * @param pieces ids of the pieces, in order; one may come several times
   */
  record Final(List<String> pieces) implements Concat {}

  /**
   * Reads the field: {@code partial}, or {@code final;} and URLs separated by spaces. Of each URL,
   * which may be relative, the last segment of its path counts: hosts and paths may be those of a
   * proxy.
   *
   * @throws UploadRefusedException if it is malformed, too long, or names too many pieces
   */
  static Concat parse(String field) {
    if (field.equals("partial")) {
      return new Partial();
    }
    if (field.length() > MAX_LENGTH) {
      throw invalid("Upload-Concat may have %d characters at most.".formatted(MAX_LENGTH));
    }
    if (!field.startsWith("final;") || field.substring("final;".length()).isBlank()) {
      throw invalid(
          "Upload-Concat must be 'partial', or 'final;' and the URLs of partial uploads with spaces"
              + " between them.");
    }
    var urls = field.substring("final;".length()).strip().split(" +");
    if (urls.length > MAX_PIECES) {
      throw invalid(
          "An upload may have %d pieces at most, this one has %d. Concatenate larger ones."
              .formatted(MAX_PIECES, urls.length));
    }
    Map<String, String> ids = new LinkedHashMap<>();
    var pieces = new ArrayList<String>();
    for (var url : urls) {
      pieces.add(ids.computeIfAbsent(url, Concat::idOf));
    }
    return new Final(List.copyOf(pieces));
  }

  private static String idOf(String url) {
    var path = url.split("[?#]", 2)[0];
    var id = path.substring(path.lastIndexOf('/') + 1);
    if (!UploadId.isOne(id)) {
      throw new UploadRefusedException(new Refusal.UnknownPiece(url));
    }
    return id;
  }

  private static UploadRefusedException invalid(String detail) {
    return new UploadRefusedException(new Refusal.InvalidRequest(detail));
  }
}
