package dev.longshore.service.http;

import dev.longshore.service.upload.Body;
import io.micronaut.buffer.netty.NettyReadBufferFactory;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.http.body.ByteBody;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A request body as the network delivers it. Buffers go from the socket to the sink without being
 * copied; at most {@link #WINDOW} of them wait here, then the socket is not read from. A client
 * that sends slowly holds no buffer and no thread of the machine.
 */
final class StreamedBody implements Body, Subscriber<ReadBuffer> {

  private static final int WINDOW = 8;

  private final ByteBody body;
  private final long length;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ArrayDeque<ByteBuf> arrived = new ArrayDeque<>();
  private Subscription subscription;
  private Ending ending;
  private long received;

  StreamedBody(ByteBody body) {
    this.body = body;
    this.length = body.expectedLength().orElse(-1);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Ending transferTo(Sink sink, long limit) throws IOException, InterruptedException {
    body.toReadBufferPublisher().subscribe(this);
    long left = limit;
    boolean over = false;
    try {
      for (var batch = next(); !batch.isEmpty(); batch = next()) {
        long bytes = 0;
        try {
          var buffers = new ByteBuffer[batch.size()];
          for (int i = 0; i < buffers.length; i++) {
            var buffer = batch.get(i);
            int take = (int) Math.min(buffer.readableBytes(), left - bytes);
            buffers[i] = buffer.nioBuffer(buffer.readerIndex(), take);
            bytes += take;
            if (take < buffer.readableBytes()) {
              over = true;
              end(Ending.OVER_LIMIT);
            }
          }
          sink.write(buffers);
        } finally {
          batch.forEach(ByteBuf::release);
        }
        left -= bytes;
        received += bytes;
        subscription.request(batch.size());
      }
      // The last byte may have come before the first one above the limit was looked at.
      return over ? Ending.OVER_LIMIT : ending;
    } finally {
      end(Ending.STOPPED);
      next().forEach(ByteBuf::release);
      if (ending != Ending.COMPLETE && subscription != null) {
        subscription.cancel();
      }
    }
  }

  /** What arrived since the last call, waiting for it; empty once everything was returned. */
  private List<ByteBuf> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (arrived.isEmpty() && ending == null) {
        changed.await();
      }
      var batch = new ArrayList<>(arrived);
      arrived.clear();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** The first ending counts; what arrives after it is dropped. */
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
  public long received() {
    return received;
  }

  @Override
  public void stop() {
    end(Ending.STOPPED);
  }

  @Override
  public void onSubscribe(Subscription s) {
    subscription = s;
    s.request(WINDOW);
  }

  @Override
  public void onNext(ReadBuffer buffer) {
    var bytes = NettyReadBufferFactory.toByteBuf(buffer);
    lock.lock();
    try {
      if (ending == null && bytes.isReadable()) {
        arrived.add(bytes);
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    bytes.release();
    subscription.request(1);
  }

  @Override
  public void onError(Throwable failure) {
    end(Ending.CUT);
  }

  @Override
  public void onComplete() {
    end(Ending.COMPLETE);
  }
}
