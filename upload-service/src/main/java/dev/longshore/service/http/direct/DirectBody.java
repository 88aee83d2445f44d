package dev.longshore.service.http.direct;

import dev.longshore.service.upload.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A body with an announced length on its way from the socket. It comes in one of two ways, and
 * changes between them as it goes. A client that sends little at a time is read from by its event
 * loop, so that it holds no thread. Once much arrives at a time, one thread {@linkplain Splice
 * moves} it from the socket to the storage until it pauses.
 */
public final class DirectBody implements Body {

  /** Bytes that wait here at most before the socket is not read from, give or take one reading. */
  private static final int WINDOW = 64 << 10;

  /** Bytes that must have come at once, and as many more be announced, for a thread of its own. */
  private static final int FLOWING = 64 << 10;

  /** What is worth a try with a thread of its own before anything is known of the client. */
  private static final int LONG = 256 << 10;

  private final DirectConnection connection;
  private final long length;
  private final boolean continueExpected;

  /** Bytes that were not taken from the socket yet. Whoever reads from it has it. */
  private long left;

  /** The same as it was when the transfer ended. */
  private long notReceived;

  /** On the event loop: the first bytes were asked for. */
  private boolean claimed;

  /** On the event loop: nobody wants the rest. */
  private boolean discarding;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>();
  private int waiting;
  private boolean paused;
  private boolean done;
  private volatile Ending ending;

  DirectBody(DirectConnection connection, UploadRequest request) {
    this.connection = connection;
    this.length = Long.parseLong(request.headers().get(HttpHeaderNames.CONTENT_LENGTH));
    this.left = length;
    this.notReceived = length;
    this.continueExpected = HttpUtil.is100ContinueExpected(request);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long received() {
    return length - notReceived;
  }

  @Override
  public Ending transferTo(Sink sink, long limit) throws IOException, InterruptedException {
    boolean splices = length <= limit && sink.takesPipes();
    try {
      if (splices && length >= LONG) {
        splice(sink);
      } else {
        connection.onLoop(this::claim);
      }
      long taken = 0;
      for (var batch = next(); !batch.isEmpty(); batch = next()) {
        long bytes = write(batch, sink, limit - taken);
        taken += bytes;
        if (taken >= limit && limit < length) {
          end(Ending.OVER_LIMIT);
          return Ending.OVER_LIMIT;
        }
        if (bytes >= FLOWING && splices) {
          splice(sink);
        } else {
          resume();
        }
      }
      return ending;
    } finally {
      notReceived = left;
      end(Ending.STOPPED);
      done();
    }
  }

  /** Writes and releases buffers, {@code most} bytes of them. */
  private static long write(List<ByteBuf> batch, Sink sink, long most) throws IOException {
    long bytes = 0;
    try {
      var buffers = new ByteBuffer[batch.size()];
      for (int i = 0; i < buffers.length; i++) {
        var buffer = batch.get(i);
        int take = (int) Math.min(buffer.readableBytes(), most - bytes);
        buffers[i] = buffer.nioBuffer(buffer.readerIndex(), take);
        bytes += take;
      }
      sink.write(buffers);
    } finally {
      batch.forEach(ByteBuf::release);
    }
    return bytes;
  }

  /** What arrived since the last call, waiting for it; empty once everything was returned. */
  private List<ByteBuf> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (arrived.isEmpty() && ending == null) {
        changed.await();
      }
      return drain();
    } finally {
      lock.unlock();
    }
  }

  private List<ByteBuf> drain() {
    var batch = new ArrayList<>(arrived);
    arrived.clear();
    waiting = 0;
    return batch;
  }

  /** Lets the event loop go on where it paused because nobody took what came. */
  private void resume() {
    lock.lock();
    try {
      if (!paused) {
        return;
      }
      paused = false;
    } finally {
      lock.unlock();
    }
    connection.onLoop(this::readMore);
  }

  /** Has a thread of its own move what comes, until it pauses or ends. */
  private void splice(Sink sink) throws IOException, InterruptedException {
    var back = new CompletableFuture<Void>();
    connection.onLoop(() -> lend(sink, back));
    try {
      back.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e);
    }
  }

  private void lend(Sink sink, CompletableFuture<Void> back) {
    expect();
    if (left < FLOWING || ending != null || !connection.channel().isActive()) {
      readMore();
      back.complete(null);
      return;
    }
    var failure = new Throwable[1];
    connection.lend(
        socket -> {
          var splice = new Splice(socket, sink, left);
          try {
            var early = early();
            if (!early.isEmpty()) {
              write(early, sink, Long.MAX_VALUE);
            }
            splice.run(this::isWanted);
          } catch (IOException e) {
            failure[0] = new UncheckedIOException(e);
          } catch (RuntimeException | Error e) {
            failure[0] = e;
          } finally {
            left = splice.left();
          }
          if (left == 0 && failure[0] == null) {
            // The storing need not wait until the event loop has the socket again.
            end(Ending.COMPLETE);
            back.complete(null);
          }
        },
        () -> {
          if (failure[0] != null) {
            back.completeExceptionally(failure[0]);
          } else {
            readMore();
            back.complete(null);
          }
        });
  }

  /** What the event loop still read before it let go. */
  private List<ByteBuf> early() {
    lock.lock();
    try {
      return drain();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWanted() {
    return ending == null && !connection.wantedBack();
  }

  /** The first ending counts. */
  private void end(Ending how) {
    lock.lock();
    try {
      if (ending == null) {
        ending = how;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    end(Ending.STOPPED);
  }

  /** Nobody takes what comes from now on. */
  private void done() {
    lock.lock();
    try {
      done = true;
      drain().forEach(ByteBuf::release);
    } finally {
      lock.unlock();
    }
  }

  // What follows runs on the event loop.

  private void claim() {
    expect();
    readMore();
  }

  private void expect() {
    if (!claimed) {
      claimed = true;
      if (continueExpected && left == length) {
        connection.sendContinue();
      }
    }
  }

  private void readMore() {
    if (left == 0) {
      finish();
      return;
    }
    lock.lock();
    try {
      // Whoever ended the transfer has an answer for the client; that decides about the rest.
      if (!discarding && (ending != null || waiting >= WINDOW)) {
        paused = true;
        return;
      }
    } finally {
      lock.unlock();
    }
    connection.readBody();
  }

  /** Takes from the socket's bytes what belongs to the body. */
  void arrived(ByteBuf in) {
    int bytes = (int) Math.min(in.readableBytes(), left);
    left -= bytes;
    if (discarding) {
      in.skipBytes(bytes);
    } else {
      keep(in.readRetainedSlice(bytes));
    }
    if (left == 0) {
      finish();
    }
  }

  private void keep(ByteBuf bytes) {
    lock.lock();
    try {
      if (!done) {
        arrived.add(bytes);
        waiting += bytes.readableBytes();
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    bytes.release();
  }

  private void finish() {
    end(Ending.COMPLETE);
    connection.ended(this);
  }

  /** One reading is over; the next one follows unless enough waits. */
  void readComplete() {
    if ((claimed || discarding) && left > 0) {
      readMore();
    }
  }

  /** The answer is on its way: what still comes is dropped, so that the next request is found. */
  void discard() {
    discarding = true;
    end(Ending.STOPPED);
    done();
    readMore();
  }

  /**
   * The client went away. Should its request be served only now, its first bytes are kept all the
   * same; should it be refused, nobody is left to release them, so they leave Netty's buffers.
   */
  void cut() {
    lock.lock();
    try {
      if (!claimed && !arrived.isEmpty()) {
        var bytes = new byte[waiting];
        int at = 0;
        for (var buffer : arrived) {
          int length = buffer.readableBytes();
          buffer.readBytes(bytes, at, length).release();
          at += length;
        }
        arrived.clear();
        arrived.add(Unpooled.wrappedBuffer(bytes));
      }
    } finally {
      lock.unlock();
    }
    end(Ending.CUT);
  }
}
