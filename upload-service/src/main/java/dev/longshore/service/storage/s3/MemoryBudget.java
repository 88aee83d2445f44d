package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.MemoryUse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory of all uploads of this process, given out in pages, first come, first served. Who
 * finds none left has others write theirs to the bucket early, those that hold most first, so that
 * no number of slow clients can keep it from a fast one.
 */
final class MemoryBudget {

  /** Bytes of a page. A client that sent little holds one. */
  static final int PAGE = 32 * 1024;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final int pages;
  private final Semaphore left;
  private final ConcurrentLinkedDeque<byte[]> unused = new ConcurrentLinkedDeque<>();
  private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
  private final AtomicLong leaving = new AtomicLong();
  private final ReentrantLock relieving = new ReentrantLock();
  private final Duration patience;

  /** Somebody whose pages wait for more bytes. */
  interface Holder {
    /** Pages that {@link #spill()} would free. */
    int idlePages();

    /** Begins to write them to the bucket; does not block. */
    void spill();
  }

  /**
   * @param bytes that may be given out together
   * @param patience how long to wait for a page before the bucket is taken for stalled
   */
  MemoryBudget(long bytes, Duration patience) {
    pages = (int) Math.max(1, bytes / PAGE);
    left = new Semaphore(pages, true);
    this.patience = patience;
  }

  void register(Holder holder) {
    holders.add(holder);
  }

  void unregister(Holder holder) {
    holders.remove(holder);
  }

  /**
   * A page, waiting for it if need be.
   *
   * @throws IOException if none became free in time
   */
  byte[] take() throws IOException {
    try {
      if (!left.tryAcquire(0, TimeUnit.NANOSECONDS)) {
        await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    var page = unused.pollFirst();
    return page == null ? new byte[PAGE] : page;
  }

  private void await() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    do {
      relieve();
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the bucket took no bytes for " + patience.toSeconds() + " s, and no memory is left");
      }
    } while (!left.tryAcquire(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Has holders write their pages until a quarter of all is on its way out. */
  private void relieve() {
    if (!relieving.tryLock()) {
      return;
    }
    try {
      var most = Comparator.comparingInt(Holder::idlePages).reversed();
      for (var holder : holders.stream().sorted(most).toList()) {
        if (leaving.get() >= Math.max(1, pages / 4) || holder.idlePages() == 0) {
          return;
        }
        holder.spill();
      }
    } finally {
      relieving.unlock();
    }
  }

  /** Notes that pages will be given back as soon as the bucket has taken their bytes. */
  void leaving(int number) {
    leaving.addAndGet(number);
  }

  /** Takes pages back, which had been announced as leaving or not. */
  void give(List<byte[]> given, boolean announced) {
    unused.addAll(given);
    if (announced) {
      leaving.addAndGet(-given.size());
    }
    left.release(given.size());
  }

  /** The same in bytes. */
  MemoryUse use() {
    return new MemoryUse((long) used() * PAGE, (long) pages * PAGE);
  }

  /** Pages that are given out now. */
  int used() {
    return pages - left.availablePermits();
  }
}
