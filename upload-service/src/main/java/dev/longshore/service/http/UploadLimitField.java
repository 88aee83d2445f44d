package dev.longshore.service.http;

import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.UploadLimits;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.ListElement;

/** {@code Upload-Limit}: what a client may send (IETF resumable uploads, section "Limits"). */
@Singleton
final class UploadLimitField {

  private final UploadLimits limits;
  private final Expiry expiry;

  UploadLimitField(UploadLimits limits, Expiry expiry) {
    this.limits = limits;
    this.expiry = expiry;
  }

  /** Before there is an upload. */
  String ofService() {
    return field("max-age", true);
  }

  /** Of one upload that was just used; {@code lifetime} is the name of the limit on its age. */
  String of(UploadSession session, String lifetime) {
    return field(lifetime, session.status() != SessionStatus.Complete);
  }

  private String field(String lifetime, boolean expires) {
    Map<String, ListElement<?>> members = new LinkedHashMap<>();
    put(members, "max-size", limits.maxUploadSize());
    put(members, "max-append-size", limits.maxChunkSize());
    if (limits.minUploadSize() > 0) {
      put(members, "min-size", limits.minUploadSize());
    }
    if (limits.minChunkSize() > 0) {
      put(members, "min-append-size", limits.minChunkSize());
    }
    if (expires) {
      put(members, lifetime, expiry.seconds());
    }
    if (members.isEmpty()) {
      put(members, "min-size", 0);
    }
    return StructuredFields.serialize(members);
  }

  /** A number that no structured field can hold limits nobody. */
  private static void put(Map<String, ListElement<?>> members, String name, long value) {
    if (value <= StructuredFields.MAX_INTEGER) {
      members.put(name, IntegerItem.valueOf(value));
    }
  }
}
