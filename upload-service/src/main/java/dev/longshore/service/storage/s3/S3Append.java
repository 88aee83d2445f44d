package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StorageFullException;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.UploadLostException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way into the parts of one upload. A part goes to the bucket when it is full, while
 * the next ones arrive; what does not fill one becomes a tail. What counts is the part of it that
 * has no gap.
 */
final class S3Append implements ObjectAppend, MemoryBudget.Holder {

  private final UploadStore store;
  private final StoredUpload upload;
  private final long fence;
  private final MemoryBudget memory;
  private final int mostInFlight;
  private final long spillAt;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ReentrantLock beginning = new ReentrantLock();
  private final Set<Thread> calls = new HashSet<>();

  /** Parts with bytes that are not in {@link #base} yet, in order. */
  private final ArrayDeque<Part> parts = new ArrayDeque<>();

  private final List<Tail> replaced = new ArrayList<>();
  private final ArrayDeque<Snapshot> snapshots = new ArrayDeque<>();

  /** Under which the object may be made at once, or null if it must not be. */
  private final Publication.Condition atOnce;

  private UploadState base;
  private long baseOffset;

  /** Bytes of the whole upload, or null while unknown. */
  private Long length;

  private boolean flushing;
  private boolean closed;
  private IOException failure;
  private volatile UploadState.Multipart multipart;
  private volatile int idlePages;

  /** A progress that was given out, and how many of the replaced tails it does not need. */
  private record Snapshot(Progress progress, int replaced) {}

  S3Append(
      UploadStore store,
      StoredUpload upload,
      UploadState state,
      long fence,
      Publication.Condition atOnce) {
    this.store = store;
    this.atOnce = atOnce;
    this.length = upload.totalSize();
    this.upload = upload;
    this.fence = fence;
    this.memory = store.memory();
    this.mostInFlight = store.partsInFlight(state.grid());
    this.spillAt = store.spillAt();
    this.base = state;
    this.baseOffset = state.partsEnd(upload.offset());
    this.multipart = state.multipart();
    if (!state.tails().isEmpty()) {
      open();
    }
    memory.register(this);
  }

  @Override
  public void write(ByteBuffer[] buffers) throws IOException {
    for (var buffer : buffers) {
      while (buffer.hasRemaining()) {
        if (!fill(buffer)) {
          add(memory.take());
        }
      }
    }
  }

  /** Copies bytes to where the next ones belong; false if that takes another page. */
  private boolean fill(ByteBuffer buffer) throws IOException {
    lock.lock();
    try {
      var part = current();
      if (!part.pages.hasRoom()) {
        return false;
      }
      part.end += part.pages.fill(buffer, part.to - part.end);
      if (part.isFull() && !isSmall()) {
        advance(part);
      } else if (part.pages.length() >= spillAt) {
        advance(part);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] page) throws IOException {
    lock.lock();
    try {
      if (closed || failure != null) {
        memory.give(List.of(page), false);
        throw closed ? new IOException("closed") : failed();
      }
      current().pages.add(page);
      noteIdle();
    } finally {
      lock.unlock();
    }
  }

  /** The part that takes the next byte, waiting until it may be begun. */
  private Part current() throws IOException {
    throwIfFailed();
    while (true) {
      var last = parts.peekLast();
      if (last != null && !last.isFull() && !(last.busy && last.pages.length() >= spillAt)) {
        return last;
      }
      if (last != null && (!last.isFull() || inFlight() >= mostInFlight)) {
        await();
      } else if (length != null && (last == null ? baseOffset : last.end) >= length) {
        throw new IOException("more bytes than the upload has");
      } else {
        open();
      }
    }
  }

  private long inFlight() {
    return parts.stream().filter(part -> part.busy).count();
  }

  private void open() {
    boolean first = parts.isEmpty();
    long from = first ? baseOffset : parts.getLast().to;
    int number = base.grid().number(from);
    long to = base.grid().from(number + 1);
    if (length != null) {
      to = Math.min(to, length);
    }
    parts.add(
        new Part(number, from, to, first ? base.tails() : List.of(), first ? base.tailsCrc() : 0));
  }

  /** Whether the whole upload fits into one part, so that it needs no multipart upload. */
  private boolean isSmall() {
    return multipart == null && length != null && length <= base.grid().from(2);
  }

  /** Begins the next call for a part, if there is anything to do and nothing under way. */
  private void advance(Part part) {
    if (part.busy || part.stored || failure != null || closed) {
      return;
    }
    if (part.isFull() && !isSmall()) {
      var pages = part.takePages();
      part.crc = Crc32c.combine(part.tailsCrc, pages.crc(), pages.length());
      begin(part, pages, () -> storePart(part, pages));
    } else if (part.pages.length() > 0 && (flushing || part.pages.length() >= spillAt)) {
      spill(part);
    }
  }

  private void spill(Part part) {
    var pages = part.takePages();
    var tails = part.tails;
    int absorbed = Tails.absorbed(tails, pages.length());
    var taken = tails.subList(tails.size() - absorbed, tails.size());
    long from = part.tailsEnd - Tails.length(taken);
    var tail = new Tail(from, part.tailsEnd + pages.length(), fence);
    begin(
        part,
        pages,
        () -> {
          store.writeTail(upload, tail, taken, pages);
          return () -> {
            part.tails = Tails.replaced(tails, absorbed, tail);
            part.tailsCrc = Crc32c.combine(part.tailsCrc, pages.crc(), pages.length());
            part.tailsEnd = tail.to();
            replaced.addAll(taken);
          };
        });
  }

  private Runnable storePart(Part part, Pages pages) throws IOException {
    store.writePart(upload, multipart(), part, pages);
    return () -> {
      part.stored = true;
      replaced.addAll(part.tails);
    };
  }

  private UploadState.Multipart multipart() throws IOException {
    beginning.lock();
    try {
      if (multipart == null) {
        multipart = store.begin(upload, fence);
      }
      return multipart;
    } finally {
      beginning.unlock();
    }
  }

  /** A call; what it returns is done with it once it has succeeded, under the lock. */
  private interface Call {
    Runnable run() throws IOException;
  }

  private void begin(Part part, Pages pages, Call call) {
    part.busy = true;
    noteIdle();
    memory.leaving(pages.count());
    var thread =
        Thread.ofVirtual()
            .name("s3-" + upload.uploadId() + "-" + part.number)
            .unstarted(() -> run(part, pages, call));
    calls.add(thread);
    thread.start();
  }

  private void run(Part part, Pages pages, Call call) {
    Runnable success = () -> {};
    IOException failed = null;
    try (var _ = store.permit()) {
      success = call.run();
    } catch (IOException | RuntimeException e) {
      failed = e instanceof IOException io ? io : new IOException(e);
    } finally {
      memory.give(pages.release(), true);
    }
    lock.lock();
    try {
      calls.remove(Thread.currentThread());
      part.busy = false;
      if (failed == null) {
        success.run();
      } else if (failure == null) {
        failure = failed;
      }
      advance(part);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int idlePages() {
    return idlePages;
  }

  private void noteIdle() {
    var part = parts.peekLast();
    idlePages = part == null || part.busy || failure != null || closed ? 0 : part.pages.count();
  }

  @Override
  public void spill() {
    lock.lock();
    try {
      var part = parts.peekLast();
      if (part != null && !part.busy && part.pages.length() > 0 && failure == null && !closed) {
        spill(part);
      }
      noteIdle();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Progress checkpoint() {
    lock.lock();
    try {
      return snapshot();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Progress flush() throws IOException {
    lock.lock();
    try {
      throwIfFailed();
      flushing = true;
      parts.forEach(this::advance);
      while (parts.stream().anyMatch(part -> part.busy || part.pages.length() > 0)) {
        await();
      }
      throwIfFailed();
      return snapshot();
    } finally {
      flushing = false;
      lock.unlock();
    }
  }

  @Override
  public Progress finish() throws IOException {
    lock.lock();
    try {
      throwIfFailed();
      var last = parts.peekLast();
      if (last != null) {
        last.to = last.end;
      }
      length = last == null ? baseOffset : last.end;
      while (isSmall() && last != null && last.busy) {
        await();
      }
      if (isSmall() && baseOffset == 0 && atOnce != null && !upload.partial()) {
        var made = make(last == null ? new Part(1, 0, 0, List.of(), 0) : last);
        if (made != null) {
          return made;
        }
      }
    } finally {
      lock.unlock();
    }
    return flush();
  }

  /** Makes the object at once; null if another one is there, which is for later to say. */
  private Progress make(Part part) throws IOException {
    int crc = Crc32c.combine(part.tailsCrc, part.pages.crc(), part.pages.length());
    part.busy = true;
    noteIdle();
    lock.unlock();
    try (var _ = store.permit()) {
      store.make(upload, part.tails, part.pages.content(), crc, atOnce);
    } catch (ObjectExistsException e) {
      return null;
    } finally {
      lock.lock();
      part.busy = false;
    }
    memory.give(part.takePages().release(), false);
    noteIdle();
    boolean littered = base.littered() || !part.tails.isEmpty() || !replaced.isEmpty();
    var state = new UploadState(base.grid(), true, littered, crc, 0, List.of(), null);
    return new Progress(part.end, state.format());
  }

  /** What is safe now: whole parts up to the first that is not, and the tails of that one. */
  private Progress snapshot() {
    while (!parts.isEmpty() && parts.getFirst().stored) {
      var part = parts.removeFirst();
      int crc = Crc32c.combine(base.partsCrc(), part.crc, part.to - part.from);
      base = new UploadState(base.grid(), false, base.littered(), crc, 0, List.of(), multipart);
      baseOffset = part.to;
    }
    var first = parts.peekFirst();
    var state =
        new UploadState(
            base.grid(),
            false,
            base.littered(),
            base.partsCrc(),
            first == null ? 0 : first.tailsCrc,
            first == null ? List.of() : first.tails,
            multipart);
    var progress = new Progress(baseOffset + Tails.length(state.tails()), state.format());
    var latest = snapshots.peekLast();
    if (latest != null && latest.progress().equals(progress)) {
      return latest.progress();
    }
    snapshots.add(new Snapshot(progress, replaced.size()));
    return progress;
  }

  @Override
  public void committed(Progress progress) {
    var free = new ArrayList<Tail>();
    lock.lock();
    try {
      if (snapshots.stream().noneMatch(snapshot -> snapshot.progress() == progress)) {
        return;
      }
      int number = 0;
      for (var found = false; !found; ) {
        var snapshot = snapshots.removeFirst();
        number = snapshot.replaced();
        found = snapshot.progress() == progress;
      }
      var needless = replaced.subList(0, number);
      free.addAll(needless);
      needless.clear();
      var later = new ArrayList<>(snapshots);
      snapshots.clear();
      for (var snapshot : later) {
        snapshots.add(new Snapshot(snapshot.progress(), snapshot.replaced() - number));
      }
    } finally {
      lock.unlock();
    }
    store.free(upload, free);
  }

  private void throwIfFailed() throws IOException {
    if (failure != null) {
      throw failed();
    }
  }

  private IOException failed() {
    var e = failure;
    return switch (e) {
      case CallFailedException call when call.isFull() -> new StorageFullException(e);
      case CallFailedException call when call.isMissing() ->
          new UploadLostException(e.getMessage());
      case UploadLostException lost -> lost;
      default -> new IOException(e.getMessage(), e);
    };
  }

  private void await() throws IOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    throwIfFailed();
  }

  @Override
  public void close() {
    memory.unregister(this);
    lock.lock();
    try {
      closed = true;
      calls.forEach(Thread::interrupt);
      for (var part : parts) {
        memory.give(part.takePages().release(), false);
      }
      idlePages = 0;
      while (!calls.isEmpty()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
