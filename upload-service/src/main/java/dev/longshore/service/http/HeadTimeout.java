package dev.longshore.service.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends connections of HTTP/1.1 on which the head of a request takes too long: sent a byte at a time
 * it would never be idle. Has one handler on either side of the codec. All runs on the event loop.
 */
final class HeadTimeout {

  private static final byte[] ANSWER =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Duration timeout;
  private final String codec;
  private final BooleanSupplier bodyOnItsWay;
  private Future<?> end;
  private int unanswered;
  private boolean bodyFollows;

  /**
   * @param codec name of the codec; where it is gone, the connection is one of HTTP/2 now
   * @param bodyOnItsWay whether what comes goes past the codec to a body
   */
  HeadTimeout(Duration timeout, String codec, BooleanSupplier bodyOnItsWay) {
    this.timeout = timeout;
    this.codec = codec;
    this.bodyOnItsWay = bodyOnItsWay;
  }

  /** Sees bytes before they are requests. */
  ChannelInboundHandlerAdapter before() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        if (end == null
            && message instanceof ByteBuf bytes
            && bytes.isReadable()
            && unanswered == 0
            && !bodyFollows
            && !bodyOnItsWay.getAsBoolean()) {
          end =
              context
                  .executor()
                  .schedule(() -> expire(context), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelRead(message);
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        arrived();
        context.fireChannelInactive();
      }
    };
  }

  /** Sees requests, and answers to them. */
  ChannelDuplexHandler behind() {
    return new ChannelDuplexHandler() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
          arrived();
          unanswered++;
          bodyFollows = true;
        }
        if (message instanceof LastHttpContent) {
          bodyFollows = false;
        }
        context.fireChannelRead(message);
      }

      @Override
      public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message) && unanswered > 0) {
          unanswered--;
        }
        context.write(message, promise);
      }
    };
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private void arrived() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }

  private void expire(ChannelHandlerContext context) {
    end = null;
    if (context.pipeline().context(codec) != null) {
      context
          .writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }
}
