package dev.longshore.service.storage.s3;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of one append, each on a thread of its own. What a call returns is done with it under
 * the lock, which is also that of the append; the first failure ends all.
 */
final class PartCalls {

  private final String name;
  private final UploadStore store;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Set<Thread> running = new HashSet<>();
  private IOException failure;

  /** A call. */
  interface Call {
    /** Makes it; what is returned is run under the lock. */
    Runnable run() throws IOException;
  }

  /**
   * @param changed told whenever a call has ended
   */
  PartCalls(String name, UploadStore store, ReentrantLock lock, Condition changed) {
    this.name = name;
    this.store = store;
    this.lock = lock;
    this.changed = changed;
  }

  /**
   * Begins a call.
   *
   * @param pages its bytes, given back when it ends
   * @param ended run under the lock when it has ended, whether it succeeded or not
   */
  void begin(Pages pages, Call call, Runnable ended) {
    store.memory().leaving(pages.count());
    var thread =
        Thread.ofVirtual().name(name).unstarted(store.carried(() -> run(pages, call, ended)));
    running.add(thread);
    thread.start();
  }

  private void run(Pages pages, Call call, Runnable ended) {
    Runnable success = () -> {};
    IOException failed = null;
    try (var _ = store.permit()) {
      success = call.run();
    } catch (IOException | RuntimeException e) {
      failed = e instanceof IOException io ? io : new IOException(e);
    } finally {
      store.memory().give(pages.release(), true);
    }
    lock.lock();
    try {
      running.remove(Thread.currentThread());
      if (failed == null) {
        success.run();
      } else if (failure == null) {
        failure = failed;
      }
      ended.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why no further call is made, or null. */
  IOException failure() {
    return failure;
  }

  /** Ends all calls and waits until they have ended. */
  void cancel() {
    running.forEach(Thread::interrupt);
    while (!running.isEmpty()) {
      changed.awaitUninterruptibly();
    }
  }
}
