package dev.longshore.service.http;

import static dev.longshore.service.http.InteropVersion.AfterCompletion.REFUSED_AS_COMPLETED;
import static dev.longshore.service.http.InteropVersion.AfterCompletion.UNSAID;

import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one interop version of the IETF's resumable uploads has different from the others
 * (draft-ietf-httpbis-resumable-upload, appendix "Draft Version Identification", and the change log
 * of each draft).
 *
 * @param number value of {@code Upload-Draft-Interop-Version}, or {@link #NONE}
 * @param saysIncomplete whether completeness is said upside down, as {@code Upload-Incomplete}
 *     (-01), instead of {@code Upload-Complete}
 * @param interim whether 104 may be sent: not without a version as long as there is only a draft
 * @param progress whether a 104 may tell the offset (from -03)
 * @param mediaType whether what is appended must be {@code application/partial-upload} (from -04)
 * @param lifetime name of the limit on an upload's age, or null where there is no {@code
 *     Upload-Limit} (before -04); {@code expires} until -05, then {@code max-age}
 * @param problems whether errors have the types that the draft registers (from -04)
 * @param completeRequired whether an append must say whether it is the last (from -06); before,
 *     saying nothing meant that it is
 * @param created whether an append is answered with 201, as recommended until -05, else 204
 * @param bareRetrieval whether HEAD and DELETE with fields of the upload's state must be refused
 *     (until -05)
 * @param deactivates whether bytes beyond the length end the upload (from -08, which is still 7)
 * @param afterCompletion how an append to a complete upload is answered
 */
record InteropVersion(
    int number,
    boolean saysIncomplete,
    boolean interim,
    boolean progress,
    boolean mediaType,
    String lifetime,
    boolean problems,
    boolean completeRequired,
    boolean created,
    boolean bareRetrieval,
    boolean deactivates,
    AfterCompletion afterCompletion) {

  /** No version said, or one that is not known: the RFC to be, and no 104. */
  static final int NONE = 0;

  private static final boolean YES = true;
  private static final boolean NO = false;

  /** What a draft says of appends to complete uploads. */
  enum AfterCompletion {
    /** Nothing in particular. */
    UNSAID,
    /** They have a problem type of their own (-04 to -11). */
    REFUSED_AS_COMPLETED
  }

  // number, saysIncomplete, interim, progress, mediaType, lifetime,
  //     problems, completeRequired, created, bareRetrieval, deactivates, afterCompletion
  private static final List<InteropVersion> ALL =
      List.of(
          new InteropVersion(3, YES, YES, NO, NO, null, NO, NO, YES, YES, NO, UNSAID),
          new InteropVersion(4, NO, YES, NO, NO, null, NO, NO, YES, YES, NO, UNSAID),
          new InteropVersion(5, NO, YES, YES, NO, null, NO, NO, YES, YES, NO, UNSAID),
          new InteropVersion(
              6, NO, YES, YES, YES, "expires", YES, NO, YES, YES, NO, REFUSED_AS_COMPLETED),
          new InteropVersion(
              7, NO, YES, YES, YES, "max-age", YES, YES, NO, NO, YES, REFUSED_AS_COMPLETED),
          new InteropVersion(
              8, NO, YES, YES, YES, "max-age", YES, YES, NO, NO, YES, REFUSED_AS_COMPLETED),
          new InteropVersion(9, NO, YES, YES, YES, "max-age", YES, YES, NO, NO, YES, UNSAID),
          new InteropVersion(10, NO, YES, YES, YES, "max-age", YES, YES, NO, NO, YES, UNSAID),
          new InteropVersion(NONE, NO, NO, NO, YES, "max-age", YES, YES, NO, NO, YES, UNSAID));

  private static final Map<Long, InteropVersion> BY_NUMBER =
      ALL.stream().collect(Collectors.toMap(v -> (long) v.number(), Function.identity()));

  static List<InteropVersion> all() {
    return ALL;
  }

  /** The one that the request names, else that without a number. */
  static InteropVersion of(HttpRequest<?> request) {
    var none = BY_NUMBER.get((long) NONE);
    return StructuredFields.size(request, Headers.INTEROP_VERSION)
        .map(number -> BY_NUMBER.getOrDefault(number, none))
        .orElse(none);
  }

  /** The field that says whether the upload is complete. */
  String completeField() {
    return saysIncomplete ? Headers.UPLOAD_INCOMPLETE : Headers.UPLOAD_COMPLETE;
  }

  /** Whether the upload ends with this request, if it says so. */
  Optional<Boolean> saysComplete(HttpRequest<?> request) {
    return StructuredFields.bool(request, completeField()).map(value -> value != saysIncomplete);
  }

  /** Its value. */
  String complete(boolean isComplete) {
    return isComplete != saysIncomplete ? "?1" : "?0";
  }
}
