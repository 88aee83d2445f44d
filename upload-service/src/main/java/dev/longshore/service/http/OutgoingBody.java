package dev.longshore.service.http;

import dev.longshore.service.upload.Download;
import io.micronaut.buffer.netty.NettyReadBufferFactory;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.stream.BodySizeLimits;
import io.micronaut.http.body.stream.BufferConsumer;
import io.micronaut.http.netty.body.StreamingNettyByteBody.SharedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content on its way out, read as fast as its reader takes it. Reading blocks, so that it happens
 * on a virtual thread and never on an event loop; while the reader takes nothing there is none, and
 * no more waits here than {@link #WINDOW}.
 */
final class OutgoingBody implements BufferConsumer.Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(OutgoingBody.class);

  private static final int CHUNK = 32 * 1024;
  private static final int WINDOW = 2 * CHUNK;

  private final Download download;
  private final ReadableByteChannel channel;
  private final Executor threads;
  private final DownloadMeters meters;
  private final String uploadId = UploadIdInLogs.current();
  private final AtomicLong wanted = new AtomicLong(WINDOW);
  private final AtomicInteger calls = new AtomicInteger();
  private SharedBuffer consumer;
  private long left;
  private boolean ended;
  private volatile boolean unwanted;

  /**
   * @param channel of bytes of the download, which is closed at their end
   * @param length how many there are
   */
  OutgoingBody(
      Download download,
      ReadableByteChannel channel,
      long length,
      Executor threads,
      DownloadMeters meters) {
    this.download = download;
    this.channel = channel;
    this.left = length;
    this.threads = threads;
    this.meters = meters;
  }

  CloseableByteBody of(ByteBodyFactory factory) {
    var body = factory.createStreamingBody(BodySizeLimits.UNLIMITED, this);
    // Of this server's factory, whose consumers are called on their event loop only.
    consumer = (SharedBuffer) body.sharedBuffer();
    consumer.setExpectedLength(left);
    meters.begun();
    return body.rootBody();
  }

  @Override
  public void start() {
    goOn();
  }

  @Override
  public void onBytesConsumed(long bytes) {
    wanted.accumulateAndGet(bytes, (now, more) -> now + more < now ? Long.MAX_VALUE : now + more);
    goOn();
  }

  @Override
  public void allowDiscard() {
    unwanted = true;
    goOn();
  }

  /** One thread at a time, which leaves when there is nothing to do. */
  private void goOn() {
    if (calls.getAndIncrement() == 0) {
      threads.execute(this::run);
    }
  }

  private void run() {
    int seen = calls.get();
    do {
      if (!ended) {
        send();
      }
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private void send() {
    try {
      while (left > 0 && wanted.get() > 0 && !unwanted) {
        var chunk = next();
        wanted.addAndGet(-chunk.readableBytes());
        left -= chunk.readableBytes();
        meters.sent(chunk.readableBytes());
        var buffer = NettyReadBufferFactory.of(ByteBufAllocator.DEFAULT).adapt(chunk);
        consumer.eventLoop().execute(() -> consumer.add(buffer));
      }
      if (left == 0 || unwanted) {
        end();
        consumer.eventLoop().execute(left == 0 ? consumer::complete : consumer::discard);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // The length was said: a connection that ends before is how the reader learns of it.
      try (var _ = UploadIdInLogs.during(uploadId)) {
        LOG.warn("content can't be read to its end: {}", e.toString());
      }
      end();
      consumer.eventLoop().execute(() -> consumer.error(e));
    }
  }

  private ByteBuf next() throws IOException {
    int size = (int) Math.min(CHUNK, left);
    var chunk = ByteBufAllocator.DEFAULT.directBuffer(size, size);
    try {
      var bytes = chunk.nioBuffer(0, size);
      int read = channel.read(bytes);
      if (read <= 0) {
        throw new EOFException(left + " bytes are missing");
      }
      return chunk.writerIndex(read);
    } catch (IOException | RuntimeException e) {
      chunk.release();
      throw e;
    }
  }

  private void end() {
    ended = true;
    meters.ended();
    try {
      download.close();
    } catch (IOException e) {
      LOG.debug("content can't be closed", e);
    }
  }
}
