package dev.longshore.service.upload;

import dev.longshore.service.session.HeldLease;
import dev.longshore.service.session.LeaseEvents;
import dev.longshore.service.session.LeaseLostException;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.Urgency;
import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.upload.digest.DigestCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One body on its way into the storage under one lease. Commits checkpoints on the way and the rest
 * at the end, and ends early when the lease is wanted or lost or the pod stops. A body with a
 * digest is committed once, whole and checked, or not at all.
 */
final class Transfer implements LeaseEvents, Body.Sink {

  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

  private final HeldLease lease;
  private final ObjectAppend append;
  private final boolean madeAtOnce;
  private final Body body;
  private final DigestCheck check;
  private final TransferOptions options;
  private final UploadMeters meters;
  private final ScheduledExecutorService timer;
  private final InstantSource clock;

  private final ReentrantLock committing = new ReentrantLock();
  private long offset;
  private volatile long lastBytesAt = System.nanoTime();
  private volatile StopReason reason;
  private boolean yielding;

  /** Why a body was ended by us. Ordered: a later one overrides an earlier one. */
  enum StopReason {
    WANTED,
    STOPPING,
    LOST
  }

  /** What a commit is of: some of the body, what is left of it, or the end of the upload too. */
  private enum Commit {
    CHECKPOINT,
    REST,
    END
  }

  /**
   * @param madeAtOnce whether the object may be made at the end of the body
   * @param check what the whole body must pass before any of it counts, or null
   */
  Transfer(
      HeldLease lease,
      ObjectAppend append,
      boolean madeAtOnce,
      Body body,
      DigestCheck check,
      TransferOptions options,
      UploadMeters meters,
      ScheduledExecutorService timer,
      InstantSource clock) {
    this.lease = lease;
    this.offset = lease.session().uploadedBytes();
    this.append = append;
    this.madeAtOnce = madeAtOnce;
    this.body = body;
    this.check = check;
    this.options = options;
    this.meters = meters;
    this.timer = timer;
    this.clock = clock;
  }

  /**
   * Moves the body; {@code isLast} says that its end is the end of the upload. Afterwards
   * everything that arrived is committed, unless the lease was lost, or more than {@code limit}
   * bytes came, which no client means to send, or the body has a digest and did not come whole.
   *
   * @throws UploadRefusedException if the bytes are not what their digest says
   */
  Body.Ending run(long limit, boolean isLast) throws IOException, InterruptedException {
    var checkpoints = check == null || check.keepsParts() ? checkpoints() : null;
    Body.Ending ending = null;
    try {
      lease.listen(this);
      ending = body.transferTo(this, limit);
    } finally {
      if (checkpoints != null) {
        checkpoints.cancel(false);
      }
      if (counts(ending)) {
        boolean isEnd = isLast && ending == Body.Ending.COMPLETE;
        commit(end(ending, isLast), isEnd ? Commit.END : Commit.REST);
      }
    }
    return ending;
  }

  private Progress end(Body.Ending ending, boolean isLast) throws IOException {
    var length = lease.session().totalSize();
    boolean isWhole = length == null ? isLast : offset == length;
    try {
      return ending == Body.Ending.COMPLETE && isWhole && reason == null && madeAtOnce
          ? append.finish()
          : append.flush();
    } catch (IOException e) {
      if (check == null) {
        // What is safe all the same need not be sent again.
        commit(append.checkpoint(), Commit.CHECKPOINT);
      }
      throw e;
    }
  }

  private boolean counts(Body.Ending ending) {
    if (check == null) {
      return ending != Body.Ending.OVER_LIMIT;
    }
    if (ending != Body.Ending.COMPLETE) {
      return check.keepsParts() && ending != Body.Ending.OVER_LIMIT;
    }
    requireMatch(check, lease.session().uploadedBytes());
    return true;
  }

  static void requireMatch(DigestCheck check, long offset) {
    var mismatch = check.mismatch();
    if (mismatch.isPresent()) {
      throw new UploadRefusedException(new Refusal.DigestMismatch(mismatch.get(), offset));
    }
  }

  /** Why the body was stopped, or null if it was not. */
  StopReason stopReason() {
    return reason;
  }

  @Override
  public void wanted(Urgency urgency) {
    if (urgency == Urgency.NOW) {
      stop(StopReason.WANTED);
    } else {
      yieldSoon();
    }
  }

  @Override
  public void lost() {
    stop(StopReason.LOST);
  }

  void stop(StopReason why) {
    synchronized (this) {
      if (reason != null && reason.compareTo(why) >= 0) {
        return;
      }
      reason = why;
    }
    body.stop();
  }

  @Override
  public void write(ByteBuffer[] buffers) throws IOException {
    if (reason == StopReason.LOST) {
      return; // These bytes could never count.
    }
    if (check != null) {
      check.update(buffers);
    }
    long bytes = 0;
    for (var buffer : buffers) {
      bytes += buffer.remaining();
    }
    append.write(buffers);
    offset += bytes;
    lastBytesAt = System.nanoTime();
  }

  @Override
  public boolean takesPipes() {
    return check == null && append.takesPipes();
  }

  @Override
  public void writeFrom(int pipe, int length) throws IOException {
    if (reason == StopReason.LOST) {
      return; // As above, and the pipe goes with the body.
    }
    append.writeFrom(pipe, length);
    lastBytesAt = System.nanoTime();
  }

  /** Lets a body that still flows come to its end, for a while: both clients are served sooner. */
  private void yieldSoon() {
    synchronized (this) {
      if (yielding) {
        return;
      }
      yielding = true;
    }
    yieldBy(System.nanoTime() + options.handOverLimit().toNanos());
  }

  private void yieldBy(long deadline) {
    long now = System.nanoTime();
    long idleLeft = lastBytesAt + options.handOverIdle().toNanos() - now;
    long left = Math.min(idleLeft, deadline - now);
    if (left <= 0) {
      stop(StopReason.WANTED);
    } else {
      timer.schedule(() -> yieldBy(deadline), left, TimeUnit.NANOSECONDS);
    }
  }

  private ScheduledFuture<?> checkpoints() {
    long every = options.checkpoint().toNanos();
    return timer.scheduleWithFixedDelay(
        () -> Thread.startVirtualThread(this::checkpoint), every, every, TimeUnit.NANOSECONDS);
  }

  private void checkpoint() {
    try {
      var progress = append.checkpoint();
      // The last byte counts only once the body has ended there: it might go on.
      var length = lease.session().totalSize();
      if (length == null || progress.offset() < length) {
        boolean isNew = progress.offset() > lease.session().uploadedBytes();
        commit(progress, Commit.CHECKPOINT);
        if (isNew) {
          body.committed(progress.offset());
        }
      }
    } catch (LeaseLostException e) {
      stop(StopReason.LOST);
    } catch (IOException | SessionStoreUnavailableException e) {
      // The transfer goes on; the commit at its end decides what the client is told.
      LOG.debug("checkpoint of {} failed", lease.session().uploadId(), e);
    }
  }

  /** One at a time, so that an older offset is never committed after a newer one. */
  private void commit(Progress progress, Commit kind) {
    committing.lock();
    try {
      var session = lease.session();
      if (reason == StopReason.LOST) {
        // Bytes were dropped since; what the client sent must not look taken.
        throw new LeaseLostException(session.uploadId());
      }
      boolean endIsNew = kind == Commit.END && session.totalSize() == null;
      if (progress.offset() > session.uploadedBytes() || endIsNew) {
        var now = clock.instant();
        var next = session.advancedTo(progress.offset(), progress.state(), now);
        next = endIsNew ? next.withTotalSize(progress.offset(), now) : next;
        if (kind == Commit.CHECKPOINT || next.isFull()) {
          lease.commit(next); // The lease is needed for what follows.
        } else {
          lease.commitAndClose(next);
        }
        meters.committed(progress.offset() - session.uploadedBytes());
        append.committed(progress);
      }
    } finally {
      committing.unlock();
    }
  }
}
