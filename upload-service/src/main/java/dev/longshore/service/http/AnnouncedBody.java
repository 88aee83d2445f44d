package dev.longshore.service.http;

import dev.longshore.service.upload.Body;
import java.io.IOException;
import java.util.function.LongConsumer;

/** A body whose client is told how far it is safe. */
final class AnnouncedBody implements Body {

  private final Body body;
  private final LongConsumer progress;
  private long announced = -1;

  AnnouncedBody(Body body, LongConsumer progress) {
    this.body = body;
    this.progress = progress;
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public Ending transferTo(Sink sink, long limit) throws IOException, InterruptedException {
    return body.transferTo(sink, limit);
  }

  @Override
  public long received() {
    return body.received();
  }

  @Override
  public void stop() {
    body.stop();
  }

  /** An offset never goes down, whatever order threads come in. */
  @Override
  public synchronized void committed(long offset) {
    if (offset > announced) {
      announced = offset;
      progress.accept(offset);
    }
  }
}
