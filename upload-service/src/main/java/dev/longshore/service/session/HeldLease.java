package dev.longshore.service.session;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that this process holds: renews itself until it is closed, and tells its holder when
 * somebody wants it or when it is lost. Closing it releases it.
 */
public final class HeldLease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final SessionStore store;
  private final Lease lease;
  private final boolean abandoned;
  private final Runnable onClose;
  private final Runnable onLoss;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> renewals;
  private final ReentrantLock committing = new ReentrantLock();
  private ScheduledFuture<?> fuse;
  private volatile UploadSession session;
  private LeaseEvents events;
  private Urgency wanted;
  private boolean lost;
  private boolean closed;

  HeldLease(
      SessionStore store,
      Acquisition.Acquired acquired,
      long askedAt,
      ScheduledExecutorService timer,
      Runnable onClose,
      Runnable onLoss) {
    this.store = store;
    this.lease = acquired.lease();
    this.session = acquired.session();
    this.abandoned = acquired.abandoned();
    this.timer = timer;
    this.onClose = onClose;
    this.onLoss = onLoss;
    long third = lease.duration().toNanos() / 3;
    this.renewals =
        timer.scheduleWithFixedDelay(
            () -> Thread.startVirtualThread(this::renew), third, third, TimeUnit.NANOSECONDS);
    light(askedAt);
  }

  /** The session as last committed by this holder, or as read when the lease was taken. */
  public UploadSession session() {
    return session;
  }

  /** Whether a holder before let its lease run out and may still be writing somewhere. */
  public boolean abandoned() {
    return abandoned;
  }

  /** Number of this taking; every later one of the upload has a higher number. */
  public long fence() {
    return lease.fence();
  }

  /** From now on, {@code listener} hears what happens to the lease, and what already did. */
  public void listen(LeaseEvents listener) {
    Urgency urgency;
    boolean gone;
    synchronized (this) {
      events = listener;
      urgency = wanted;
      gone = lost;
    }
    if (gone) {
      listener.lost();
    } else if (urgency != null) {
      listener.wanted(urgency);
    }
  }

  /**
   * Makes {@code next} the stored session. After this returned, and only then, may its bytes be
   * acknowledged.
   *
   * @throws LeaseLostException if the lease is somebody else's; nothing was changed
   */
  public void commit(UploadSession next) {
    committing.lock();
    try {
      long asked = System.nanoTime();
      var state = isLost() ? LeaseState.LOST : store.commit(lease, session.uploadedBytes(), next);
      heed(state, asked);
      if (state == LeaseState.LOST) {
        throw new LeaseLostException(lease.uploadId());
      }
      session = next;
    } finally {
      committing.unlock();
    }
  }

  /**
   * The same as the last thing that is done under the lease, which is given back in the same step.
   *
   * @throws LeaseLostException if the lease is somebody else's; nothing was changed
   */
  public void commitAndClose(UploadSession next) {
    committing.lock();
    try {
      if (isLost() || !store.commitAndRelease(lease, session.uploadedBytes(), next)) {
        lose();
        throw new LeaseLostException(lease.uploadId());
      }
      session = next;
      stop();
    } finally {
      committing.unlock();
    }
  }

  private synchronized boolean isLost() {
    return lost;
  }

  /** Deletes the session; the lease ends with it. */
  public void delete() {
    if (!store.delete(lease)) {
      throw new LeaseLostException(lease.uploadId());
    }
    stop();
  }

  /** Notes that somebody waits, from a signal or from a renewal. */
  void want(Urgency urgency) {
    LeaseEvents listener;
    synchronized (this) {
      if (wanted == null || urgency.compareTo(wanted) > 0) {
        wanted = urgency;
      }
      listener = events;
    }
    if (listener != null) {
      listener.wanted(urgency);
    }
  }

  @Override
  public void close() {
    if (stop()) {
      try {
        store.release(lease);
      } catch (SessionStoreUnavailableException e) {
        // What was committed stands; not releasing only makes the next writer wait.
        LOG.debug("lease of {} not released: it will run out", lease.uploadId(), e);
      }
    }
  }

  private synchronized boolean stop() {
    if (closed) {
      return false;
    }
    closed = true;
    renewals.cancel(false);
    fuse.cancel(false);
    onClose.run();
    return !lost;
  }

  private void renew() {
    synchronized (this) {
      if (closed || lost) {
        return;
      }
    }
    long asked = System.nanoTime();
    LeaseState state;
    try {
      state = store.renew(lease);
    } catch (SessionStoreUnavailableException e) {
      return; // The next renewal may get through; if none does, the fuse ends the lease.
    }
    heed(state, asked);
  }

  private void heed(LeaseState state, long asked) {
    switch (state) {
      case HELD -> light(asked);
      case WANTED_SOON -> {
        light(asked);
        want(Urgency.SOON);
      }
      case WANTED_NOW -> {
        light(asked);
        want(Urgency.NOW);
      }
      case LOST -> lose();
    }
  }

  /**
   * Burns from the moment the store was asked, not from its answer, and a tenth shorter than the
   * lease: whoever takes over must find that we have stopped.
   */
  private synchronized void light(long asked) {
    if (closed || lost) {
      return;
    }
    if (fuse != null) {
      fuse.cancel(false);
    }
    long nanos = lease.duration().toNanos();
    long left = asked + nanos - nanos / 10 - System.nanoTime();
    fuse = timer.schedule(this::lose, left, TimeUnit.NANOSECONDS);
  }

  private void lose() {
    LeaseEvents listener;
    synchronized (this) {
      if (closed || lost) {
        return;
      }
      lost = true;
      onLoss.run();
      renewals.cancel(false);
      fuse.cancel(false);
      listener = events;
    }
    if (listener != null) {
      listener.lost();
    }
  }
}
