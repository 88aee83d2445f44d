package dev.longshore.service.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Lets {@code OPTIONS *}, which asks about the server as a whole (RFC 9110, section 9.3.7), be
 * answered as for {@code /uploads}: that is all it is for, and no route can have the target {@code
 * *}.
 */
@Sharable
final class AsteriskForm extends ChannelInboundHandlerAdapter {

  static final AsteriskForm HANDLER = new AsteriskForm();

  private AsteriskForm() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request
        && request.method().equals(HttpMethod.OPTIONS)
        && request.uri().equals("*")) {
      request.setUri("/uploads");
    }
    context.fireChannelRead(message);
  }
}
