package dev.longshore.service.http;

import dev.longshore.service.upload.Refusal;
import dev.longshore.service.upload.UploadRefusedException;
import io.micronaut.http.HttpRequest;
import java.util.OptionalLong;

/** Fields of the protocols, under their own names, and how to read them strictly. */
final class Headers {

  static final String TUS_RESUMABLE = "Tus-Resumable";
  static final String TUS_VERSION = "Tus-Version";
  static final String TUS_EXTENSION = "Tus-Extension";
  static final String TUS_MAX_SIZE = "Tus-Max-Size";
  static final String UPLOAD_OFFSET = "Upload-Offset";
  static final String UPLOAD_LENGTH = "Upload-Length";
  static final String UPLOAD_METADATA = "Upload-Metadata";
  static final String UPLOAD_DEFER_LENGTH = "Upload-Defer-Length";
  static final String TUS_CHECKSUM_ALGORITHM = "Tus-Checksum-Algorithm";
  static final String UPLOAD_CHECKSUM = "Upload-Checksum";
  static final String UPLOAD_CONCAT = "Upload-Concat";
  static final String UPLOAD_EXPIRES = "Upload-Expires";
  static final String UPLOAD_COMPLETE = "Upload-Complete";
  static final String UPLOAD_INCOMPLETE = "Upload-Incomplete";
  static final String UPLOAD_LIMIT = "Upload-Limit";
  static final String INTEROP_VERSION = "Upload-Draft-Interop-Version";
  static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";
  static final String POD = "Longshore-Pod";

  private Headers() {}

  /** A non-negative integer, or empty if the field is absent; anything else is refused. */
  static OptionalLong size(HttpRequest<?> request, String name) {
    var text = request.getHeaders().get(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return OptionalLong.of(Long.parseLong(text));
      }
    } catch (NumberFormatException e) {
      // More digits than a long holds: refused below like any other wrong value.
    }
    throw invalid("%s must be a non-negative integer, not '%s'.".formatted(name, text));
  }

  /** As {@link #size}, and the field must be there. */
  static long requiredSize(HttpRequest<?> request, String name) {
    return size(request, name).orElseThrow(() -> invalid("The field " + name + " is missing."));
  }

  static UploadRefusedException invalid(String detail) {
    return new UploadRefusedException(new Refusal.InvalidRequest(detail));
  }
}
