package dev.longshore.service.http;

import dev.longshore.service.http.direct.DirectConnections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Looks at the first bytes of a cleartext connection. Unless they begin HTTP/2 or offer it, the
 * connection is one of HTTP/1.1 from then on, before its codec has seen a byte.
 */
final class CleartextChoice extends ByteToMessageDecoder {

  private static final String PREFACE = "pri";
  private static final String OFFER = "\r\nupgrade: h2c";
  private static final int MOST = 8192;

  private final UpgradeGuard guard;
  private final DirectConnections direct;

  CleartextChoice(UpgradeGuard guard, DirectConnections direct) {
    this.guard = guard;
    this.direct = direct;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < PREFACE.length()) {
      return;
    }
    var head = head(in);
    if (!head.startsWith(PREFACE) && !head.contains(OFFER)) {
      guard.refuseAll();
      context.pipeline().remove(CleartextHttp2ServerUpgradeHandler.class);
      var codec = context.pipeline().context(HttpServerCodec.class);
      direct.takeOver(context.channel(), codec.name());
    }
    context.pipeline().remove(this);
  }

  /** What is here of the first request's head; an offer that comes later is not taken. */
  private static String head(ByteBuf in) {
    var length = Math.min(in.readableBytes(), MOST);
    var text =
        in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? text : text.substring(0, end);
  }
}
