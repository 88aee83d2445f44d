package dev.longshore.service.http;

import dev.longshore.service.upload.Body;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** How fast a client has to send a body, so that none holds its place for ever. */
public final class BodyPace implements AutoCloseable {

  private final long bytesPerSecond;
  private final Duration window;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("body-pace").factory());

  /**
   * @param bytesPerSecond that must come on average
   * @param window time over which that is looked at
   */
  public BodyPace(long bytesPerSecond, Duration window) {
    this.bytesPerSecond = bytesPerSecond;
    this.window = window;
  }

  /** The same body, ended where it comes too slowly. */
  Body watch(Body body) {
    return new PacedBody(body, bytesPerSecond, window, timer);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
