package dev.longshore.service.upload;

import dev.longshore.service.session.SessionPeek;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look through the whole storage. */
final class Sweep {

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Each takes a hook's whole patience; the other uploads are for the next sweep. */
  private static final int MOST_UNANSWERED = 5;

  private final SessionStore store;
  private final ObjectStorage storage;
  private final Uploads uploads;
  private final SweepLimits limits;
  private final BooleanSupplier stopped;
  private final List<String> halfDone = new ArrayList<>();
  private int freed;
  private int settled;
  private int unanswered;

  Sweep(
      SessionStore store,
      ObjectStorage storage,
      Uploads uploads,
      SweepLimits limits,
      BooleanSupplier stopped) {
    this.store = store;
    this.storage = storage;
    this.uploads = uploads;
    this.limits = limits;
    this.stopped = stopped;
  }

  /**
   * Frees what nobody needs, and does the rest of terminations and completions that died.
   *
   * @throws CancellationException if it was stopped
   */
  void run() throws IOException, InterruptedException {
    freed = storage.sweep(this::uses, limits);
    // A hook that never answers about some must not keep the others from their turn.
    Collections.shuffle(halfDone);
    for (var id : halfDone) {
      if (unanswered == MOST_UNANSWERED) {
        break;
      }
      goOnUnlessStopped();
      settled += settle(id) ? 1 : 0;
    }
    if (freed + settled > 0) {
      LOG.info(
          "swept: freed {} uploads, brought {} to the end that a pod had begun", freed, settled);
    } else {
      LOG.debug("swept: nothing to free");
    }
  }

  /** Uploads whose leftovers were freed. */
  int freed() {
    return freed;
  }

  /** Uploads that were brought to the end that a pod had begun. */
  int settled() {
    return settled;
  }

  private Map<String, UploadUse> uses(Collection<String> names) {
    goOnUnlessStopped();
    var uses = new HashMap<String, UploadUse>();
    // What has another name than an upload is somebody else's.
    names.forEach(name -> uses.put(name, UploadUse.NEEDED));
    store
        .peek(names.stream().filter(UploadId::isOne).toList())
        .forEach((id, seen) -> uses.put(id, use(seen)));
    return uses;
  }

  private UploadUse use(SessionPeek seen) {
    return switch (seen) {
      case SessionPeek.None() -> UploadUse.UNKNOWN;
      case SessionPeek.Unreadable() -> UploadUse.NEEDED;
      case SessionPeek.Found(var session) -> {
        if (isHalfDone(session)) {
          halfDone.add(session.uploadId());
        }
        yield isOver(session) ? UploadUse.ENDED : UploadUse.NEEDED;
      }
    };
  }

  /** Pieces of other uploads are needed although they are complete. */
  private static boolean isOver(UploadSession session) {
    return session.status() == SessionStatus.Aborted
        || session.status() == SessionStatus.Complete && !session.isPartial();
  }

  /**
   * Whether a pod seems to have died between two steps. Tried only for the life of a session, as
   * each try is a use of it and it could never expire.
   */
  private boolean isHalfDone(UploadSession session) {
    boolean stuck =
        session.status() == SessionStatus.Aborted
            || session.isFull() && session.status() != SessionStatus.Complete;
    return stuck
        && session.updatedAt().isBefore(limits.ended())
        && session.updatedAt().isAfter(limits.unknown());
  }

  private boolean settle(String uploadId) throws InterruptedException {
    try {
      uploads.settle(uploadId);
      return true;
    } catch (UploadRefusedException e) {
      unanswered += e.refusal() instanceof Refusal.HookUnavailable ? 1 : 0;
      LOG.debug("upload {} was left half done: {}", uploadId, e.getMessage());
    } catch (IOException | IllegalStateException e) {
      LOG.warn("upload {} was left half done, its client or the next sweep tries", uploadId, e);
    }
    return false;
  }

  private void goOnUnlessStopped() {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the pod stops");
    }
  }
}
