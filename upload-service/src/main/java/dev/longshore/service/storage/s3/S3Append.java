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
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way into the parts of one upload. A part goes to the bucket when it is full, while
 * the next ones arrive; what does not fill one becomes a tail.
 */
final class S3Append implements ObjectAppend, MemoryBudget.Holder {

  private final UploadStore store;
  private final StoredUpload upload;
  private final long fence;
  private final Publication.Condition atOnce;
  private final MemoryBudget memory;
  private final int mostInFlight;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ReentrantLock beginning = new ReentrantLock();
  private final PartQueue parts;
  private final PartCalls calls;
  private boolean flushing;
  private boolean naming;
  private boolean closed;
  private volatile UploadState.Multipart multipart;
  private volatile int idlePages;

  /**
   * @param atOnce under which condition the object may be made at the end of the body, or null if
   *     it must not be
   */
  S3Append(
      UploadStore store,
      StoredUpload upload,
      UploadState state,
      long fence,
      Publication.Condition atOnce) {
    this.store = store;
    this.upload = upload;
    this.fence = fence;
    this.atOnce = atOnce;
    this.memory = store.memory();
    this.mostInFlight = store.partsInFlight();
    this.parts = new PartQueue(state, upload.offset(), upload.totalSize());
    this.calls = new PartCalls("s3-" + upload.uploadId(), store, lock, changed);
    this.multipart = state.multipart();
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
      advance(part);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] page) throws IOException {
    lock.lock();
    try {
      if (closed || calls.failure() != null) {
        memory.give(List.of(page), false);
        throw closed ? new IOException("closed") : failure();
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
      var last = parts.last();
      boolean takesMore = last != null && !last.isFull();
      if (takesMore && !(last.busy && isLarge(last))) {
        return last;
      }
      if (takesMore || last != null && parts.inFlight() >= mostInFlight) {
        await();
      } else if (parts.isAtEnd()) {
        throw new IOException("more bytes than the upload has");
      } else {
        parts.open();
      }
    }
  }

  /** Whether what waits of a part should become a tail before the part is full. */
  private boolean isLarge(Part part) {
    return part.pages.length() >= store.spillAt(part.to - part.from);
  }

  private boolean isSmall() {
    return multipart == null && parts.isSmall();
  }

  /** Begins the next call for a part, if there is anything to do and nothing under way. */
  private void advance(Part part) {
    if (part.busy || part.stored || closed || calls.failure() != null) {
      return;
    }
    if (part.isFull() && !isSmall()) {
      store(part);
    } else if (part.pages.length() > 0 && (flushing || isLarge(part))) {
      writeTail(part);
    }
  }

  private void store(Part part) {
    var pages = part.takePages();
    part.crc = Crc32c.combine(part.tailsCrc, pages.crc(), pages.length());
    begin(
        part,
        pages,
        () -> {
          store.writePart(upload, multipart(), part, pages);
          return () -> {
            part.stored = true;
            parts.replace(part.tails);
          };
        });
  }

  private void writeTail(Part part) {
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
            parts.replace(taken);
          };
        });
  }

  private void begin(Part part, Pages pages, PartCalls.Call call) {
    part.busy = true;
    noteIdle();
    calls.begin(
        pages,
        call,
        () -> {
          part.busy = false;
          advance(part);
          noteIdle();
        });
  }

  private UploadState.Multipart multipart() throws IOException {
    beginning.lock();
    try {
      if (multipart == null) {
        var begun = store.begin(upload, fence);
        name(begun);
        multipart = begun.multipart();
      }
      return multipart;
    } finally {
      beginning.unlock();
    }
  }

  /** Beside the first parts, which need not wait for it; what is flushed does. */
  private void name(UploadStore.Begun begun) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("closed");
      }
      naming = true;
      calls.begin(
          new Pages(),
          () -> {
            store.name(begun);
            return () -> naming = false;
          },
          () -> {});
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int idlePages() {
    return idlePages;
  }

  private void noteIdle() {
    var part = parts.last();
    boolean idle = part != null && !part.busy && !closed && calls.failure() == null;
    idlePages = idle ? part.pages.count() : 0;
  }

  @Override
  public void spill() {
    lock.lock();
    try {
      noteIdle();
      if (idlePages > 0 && parts.last().pages.length() > 0) {
        writeTail(parts.last());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Progress checkpoint() {
    lock.lock();
    try {
      return parts.snapshot(multipart);
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
      while (naming || parts.hasUnsafe()) {
        await();
      }
      return parts.snapshot(multipart);
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
      parts.close();
      var last = parts.last();
      while (isSmall() && last != null && last.busy) {
        await();
      }
      if (isSmall() && atOnce != null && !upload.partial()) {
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
    return parts.made(part, crc);
  }

  @Override
  public void committed(Progress progress) {
    List<Tail> needless;
    lock.lock();
    try {
      needless = parts.committed(progress);
    } finally {
      lock.unlock();
    }
    store.free(upload, needless);
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

  private void throwIfFailed() throws IOException {
    if (calls.failure() != null) {
      throw failure();
    }
  }

  private IOException failure() {
    var e = calls.failure();
    return switch (e) {
      case CallFailedException call when call.isFull() -> new StorageFullException(e);
      case CallFailedException call when call.isMissing() ->
          new UploadLostException(e.getMessage());
      case UploadLostException lost -> lost;
      default -> new IOException(e.getMessage(), e);
    };
  }

  @Override
  public void close() {
    memory.unregister(this);
    lock.lock();
    try {
      closed = true;
      for (var part : parts) {
        memory.give(part.takePages().release(), false);
      }
      noteIdle();
      calls.cancel();
    } finally {
      lock.unlock();
    }
  }
}
