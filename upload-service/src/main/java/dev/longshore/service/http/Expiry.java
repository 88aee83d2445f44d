package dev.longshore.service.http;

import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.UploadSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** When an upload that was just used will expire if it is not used again. */
@Singleton
final class Expiry {

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final SessionStore store;
  private final InstantSource clock;

  Expiry(SessionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Null for a finished upload, whose object does not expire; pieces of others do. */
  Instant of(UploadSession session) {
    return session.status() == SessionStatus.Complete && !session.isPartial()
        ? null
        : clock.instant().plus(store.slidingExpiration()).truncatedTo(ChronoUnit.SECONDS);
  }

  /** How long an upload lives after its last use, in seconds. */
  long seconds() {
    return store.slidingExpiration().toSeconds();
  }

  /** As {@link #of}, for {@code Upload-Expires}. */
  String field(UploadSession session) {
    var instant = of(session);
    return instant == null ? null : IMF_FIXDATE.format(instant);
  }
}
