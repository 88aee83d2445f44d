package dev.longshore.service.upload;

import static dev.longshore.service.session.OpenUploads.UNLIMITED;

import dev.longshore.service.session.OpenUploads;
import dev.longshore.service.session.OpenUploads.Admission;
import dev.longshore.service.session.SessionPeek;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.UploadSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds clients to what they may have under way, across pods. A place is given back when an upload
 * ends. Where that was missed, as it expired or its pod died, it is found out when somebody is to
 * be refused for want of it.
 */
public final class Admissions {

  private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

  /** An upload that has a place for so long and no session will not get one any more. */
  private static final Duration CREATION = Duration.ofMinutes(1);

  private final ClientLimits limits;
  private final SessionStore store;
  private final OpenUploads open;

  /**
   * @param counts whether anybody is to be counted; if not, nothing is kept of anybody
   */
  public Admissions(ClientLimits limits, SessionStore store, boolean counts) {
    this.limits = limits;
    this.store = store;
    this.open = counts ? store.openUploads() : null;
  }

  /**
   * Gives a new upload its place.
   *
   * @param length in bytes, or null while nobody knows
   * @throws UploadRefusedException if the client has too much under way
   */
  void admit(Caller caller, String uploadId, Long length) {
    long uploads = limits.openUploadsOf(caller);
    long bytes = limits.openBytesOf(caller);
    if (open == null || uploads == UNLIMITED && bytes == UNLIMITED) {
      return;
    }
    long announced = length == null ? 0 : length;
    if (bytes != UNLIMITED && announced > bytes) {
      throw refused(new Refusal.UploadTooLarge(bytes, announced));
    }
    var admission = open.admit(caller.name(), uploadId, announced, uploads, bytes);
    if (admission != Admission.ADMITTED && foundPlace(caller)) {
      admission = open.admit(caller.name(), uploadId, announced, uploads, bytes);
    }
    switch (admission) {
      case ADMITTED -> {}
      case TOO_MANY_UPLOADS -> throw refused(new Refusal.TooManyUploads(uploads));
      case TOO_MANY_BYTES -> throw refused(new Refusal.TooManyBytes(bytes));
    }
  }

  /** Gives back the places of one client's uploads that are not under way any more. */
  private boolean foundPlace(Caller caller) {
    return releaseOver(open.of(caller.name()));
  }

  /** Gives back all such places, also of clients that never come back. */
  void tidy(BooleanSupplier stopped) {
    if (open != null) {
      var start = OpenUploads.Page.FIRST;
      do {
        var page = open.page(start);
        releaseOver(page.ages());
        start = page.next();
      } while (!start.equals(OpenUploads.Page.FIRST) && !stopped.getAsBoolean());
    }
  }

  private boolean releaseOver(Map<String, Duration> ages) {
    var over =
        store.peek(ages.keySet()).entrySet().stream()
            .filter(seen -> isOver(seen.getValue(), ages.get(seen.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    open.release(over);
    return !over.isEmpty();
  }

  private static boolean isOver(SessionPeek seen, Duration age) {
    return switch (seen) {
      case SessionPeek.None() -> age.compareTo(CREATION) > 0;
      case SessionPeek.Unreadable() -> false;
      case SessionPeek.Found(var session) ->
          session.status() == SessionStatus.Complete || session.status() == SessionStatus.Aborted;
    };
  }

  /**
   * Counts an upload with its length, which was said only now.
   *
   * @throws UploadRefusedException if the client has too much under way
   */
  void learn(UploadSession session, long length) {
    if (open == null) {
      return;
    }
    long granted = open.resize(session.uploadId(), length);
    if (granted < length) {
      open.resize(session.uploadId(), session.uploadedBytes());
      throw refused(new Refusal.TooManyBytes(granted));
    }
  }

  /**
   * How many bytes more an upload of unknown length can take now: those are counted from here on.
   *
   * @param wanted at most
   */
  long room(UploadSession session, long wanted) {
    long kept = session.uploadedBytes();
    return open == null
        ? wanted
        : Math.max(0, open.resize(session.uploadId(), kept + wanted) - kept);
  }

  /** Counts an upload of unknown length with what it has. */
  void settle(UploadSession session) {
    if (open != null) {
      quietly(() -> open.resize(session.uploadId(), session.uploadedBytes()));
    }
  }

  /** Gives the place of an upload back: it has ended, whatever becomes of this. */
  void release(String uploadId) {
    if (open != null) {
      quietly(() -> open.release(List.of(uploadId)));
    }
  }

  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (SessionStoreUnavailableException e) {
      LOG.debug("a client's place is given back when it is looked for", e);
    }
  }

  private static UploadRefusedException refused(Refusal refusal) {
    return new UploadRefusedException(refusal);
  }
}
