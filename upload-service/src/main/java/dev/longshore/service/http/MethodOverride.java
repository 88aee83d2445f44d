package dev.longshore.service.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;

/**
 * Puts the method of {@code X-HTTP-Method-Override} in the place of the request's own, before
 * anything looks at it: for clients behind proxies that let only GET and POST through (tus 1.0.0,
 * core).
 */
@Sharable
final class MethodOverride extends ChannelInboundHandlerAdapter {

  static final MethodOverride HANDLER = new MethodOverride();

  private MethodOverride() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      var method = request.headers().get(Headers.METHOD_OVERRIDE);
      if (method != null && !method.isEmpty() && method.chars().allMatch(Character::isLetter)) {
        request.setMethod(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)));
      }
    }
    context.fireChannelRead(message);
  }
}
