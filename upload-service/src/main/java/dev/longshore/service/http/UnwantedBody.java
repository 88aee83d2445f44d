package dev.longshore.service.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends a connection of HTTP/1.1, or a stream of HTTP/2, on which a body still comes some time after
 * its request was answered. What comes is dropped, so that a client that looks at answers only
 * afterwards finds its own; but nobody holds a connection with what is not wanted. All runs on the
 * event loop.
 */
final class UnwantedBody extends ChannelDuplexHandler {

  private final Duration patience;
  private final BooleanSupplier bodyOnItsWay;
  private Future<?> end;
  private int unanswered;
  private boolean bodyFollows;

  /**
   * @param patience how long a body may still come
   * @param bodyOnItsWay whether what comes goes past the codec to a body
   */
  UnwantedBody(Duration patience, BooleanSupplier bodyOnItsWay) {
    this.patience = patience;
    this.bodyOnItsWay = bodyOnItsWay;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      arrived();
      unanswered++;
      bodyFollows = true;
    }
    if (message instanceof LastHttpContent) {
      arrived();
      bodyFollows = false;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(message, promise);
    if (message instanceof LastHttpContent
        && !isInterim(message)
        && unanswered > 0
        && --unanswered == 0
        && bodyStillComes()) {
      end =
          context
              .executor()
              .schedule(() -> expire(context), patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private boolean bodyStillComes() {
    return bodyFollows || bodyOnItsWay.getAsBoolean();
  }

  private void expire(ChannelHandlerContext context) {
    end = null;
    if (bodyStillComes()) {
      context.close();
    }
  }

  private void arrived() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    arrived();
    context.fireChannelInactive();
  }
}
