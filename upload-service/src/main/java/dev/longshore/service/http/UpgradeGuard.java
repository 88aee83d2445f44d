package dev.longshore.service.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Ignores the offer to go on in HTTP/2 (RFC 7540, section 3.2) in a request that has a body, as a
 * server may: it could only be taken once the whole body was here, in memory. The request goes on
 * in HTTP/1.1. Looks at the first request of a connection.
 */
final class UpgradeGuard extends ChannelInboundHandlerAdapter {

  private boolean refusesAll;

  /** Ignores the offer also without a body. */
  void refuseAll() {
    refusesAll = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request
        && (refusesAll
            || HttpUtil.isTransferEncodingChunked(request)
            || HttpUtil.getContentLength(request, 0L) > 0)) {
      request.headers().remove(HttpHeaderNames.UPGRADE);
    }
    context.pipeline().remove(this);
    context.fireChannelRead(message);
  }
}
