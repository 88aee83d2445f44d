package dev.longshore.e2e.client;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body that stops after its first bytes and never sends the rest that it announced. */
public final class HeldBody implements BodyPublisher {
  private final byte[] sent;
  private final long announced;
  private final AtomicBoolean held = new AtomicBoolean();

  /**
   * @param sent what is sent
   * @param announced the request's Content-Length in bytes, more than there are
   */
  public HeldBody(byte[] sent, long announced) {
    this.sent = sent;
    this.announced = announced;
  }

  /** Whether all bytes that there are have been handed to the connection. */
  public boolean isHeld() {
    return held.get();
  }

  @Override
  public long contentLength() {
    return announced;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> connection) {
    connection.onSubscribe(
        new Subscription() {
          private int position;

          @Override
          public void request(long n) {
            for (long i = 0; i < n && position < sent.length; i++) {
              int length = Math.min(16384, sent.length - position);
              ByteBuffer piece = ByteBuffer.wrap(sent, position, length).slice();
              position += length;
              connection.onNext(piece);
            }
            if (position == sent.length) {
              held.set(true);
            }
          }

          @Override
          public void cancel() {
            position = sent.length;
          }
        });
  }
}
