package dev.longshore.service.http;

import dev.longshore.service.upload.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A body that ends where its client is too slow. Time that the storage takes is not the client's.
 */
final class PacedBody implements Body {

  private final Body body;
  private final double bytesPerNano;
  private final Duration window;
  private final ScheduledExecutorService timer;
  private volatile boolean tooSlow;

  PacedBody(Body body, long bytesPerSecond, Duration window, ScheduledExecutorService timer) {
    this.body = body;
    this.bytesPerNano = bytesPerSecond / 1e9;
    this.window = window;
    this.timer = timer;
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public long received() {
    return body.received();
  }

  @Override
  public Ending transferTo(Sink sink, long limit) throws IOException, InterruptedException {
    var meter = new Meter(sink);
    long nanos = window.toNanos();
    var watch = timer.scheduleWithFixedDelay(() -> look(meter), nanos, nanos, TimeUnit.NANOSECONDS);
    try {
      var ending = body.transferTo(meter, limit);
      return ending == Ending.STOPPED && tooSlow ? Ending.TOO_SLOW : ending;
    } finally {
      watch.cancel(false);
    }
  }

  private void look(Meter meter) {
    if (meter.isSlow(bytesPerNano)) {
      tooSlow = true;
      body.stop();
    }
  }

  @Override
  public void stop() {
    body.stop();
  }

  @Override
  public void committed(long offset) {
    body.committed(offset);
  }

  /** Counts bytes since it was last looked at, and the time that the sink had them. */
  private static final class Meter implements Sink {

    private final Sink sink;
    private long bytes;
    private long lookedAt = System.nanoTime();
    private long busyNanos;
    private long busySince;
    private boolean busy;

    Meter(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void write(ByteBuffer[] buffers) throws IOException {
      long length = 0;
      for (var buffer : buffers) {
        length += buffer.remaining();
      }
      begin();
      try {
        sink.write(buffers);
      } finally {
        end(length);
      }
    }

    @Override
    public boolean takesPipes() {
      return sink.takesPipes();
    }

    @Override
    public void writeFrom(int pipe, int length) throws IOException {
      begin();
      try {
        sink.writeFrom(pipe, length);
      } finally {
        end(length);
      }
    }

    private synchronized void begin() {
      busy = true;
      busySince = System.nanoTime();
    }

    private synchronized void end(long length) {
      bytes += length;
      busyNanos += System.nanoTime() - busySince;
      busy = false;
    }

    synchronized boolean isSlow(double bytesPerNano) {
      long now = System.nanoTime();
      if (busy) {
        busyNanos += now - busySince;
        busySince = now;
      }
      boolean isSlow = !busy && bytes < (now - lookedAt - busyNanos) * bytesPerNano;
      bytes = 0;
      busyNanos = 0;
      lookedAt = now;
      return isSlow;
    }
  }
}
