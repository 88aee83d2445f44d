package dev.longshore.service.http.direct;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;

/** Encodes answers, knowing which request each belongs to: those to HEAD have no body. */
final class UploadEncoder extends HttpResponseEncoder {

  private final ArrayDeque<HttpMethod> unanswered = new ArrayDeque<>();
  private final Runnable lastAnswered;
  private boolean closing;

  /**
   * @param lastAnswered hears when the last of the decoded requests is being answered
   */
  UploadEncoder(Runnable lastAnswered) {
    this.lastAnswered = lastAnswered;
  }

  void asked(HttpMethod method) {
    unanswered.add(method);
  }

  void closeAfterNext() {
    closing = true;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    if (closing && message instanceof LastHttpContent && !isInterim(message)) {
      closing = false;
      super.write(ctx, message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
    } else {
      super.write(ctx, message, promise);
    }
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    if (isInterim(response)) {
      return super.isContentAlwaysEmpty(response);
    }
    var method = unanswered.poll();
    if (unanswered.isEmpty()) {
      lastAnswered.run();
    }
    return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(response);
  }
}
