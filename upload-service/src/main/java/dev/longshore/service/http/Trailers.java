package dev.longshore.service.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Arrays;

/**
 * Keeps the fields behind a body (RFC 9112, section 7.1.2), which Micronaut drops, with the request
 * that announced them in {@code Trailer}. One per HTTP/1.1 connection.
 */
final class Trailers extends ChannelInboundHandlerAdapter {

  private Announcing current;

  /** Whether the request announces this field behind its body. */
  static boolean announces(HttpRequest<?> request, String field) {
    return request.getHeaders().getAll(io.micronaut.http.HttpHeaders.TRAILER).stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .anyMatch(name -> name.strip().equalsIgnoreCase(field));
  }

  /** Whether anything can follow the body, and would be kept. */
  static boolean mayFollow(HttpRequest<?> request) {
    return announcing(request) != null;
  }

  /** A field behind the body, or null if it did not come; known once the body has ended. */
  static String get(HttpRequest<?> request, String field) {
    var announcing = announcing(request);
    return announcing == null ? null : announcing.trailers.get(field);
  }

  private static Announcing announcing(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> netty
            && netty.getNativeRequest() instanceof Announcing announcing
        ? announcing
        : null;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var passed = message;
    if (message instanceof io.netty.handler.codec.http.HttpRequest request) {
      current = null;
      if (request.headers().contains(HttpHeaderNames.TRAILER)
          && HttpUtil.isTransferEncodingChunked(request)
          && !(message instanceof LastHttpContent)) {
        current = new Announcing(request);
        passed = current;
      }
    } else if (message instanceof LastHttpContent last && current != null) {
      current.trailers = last.trailingHeaders();
      current = null;
    }
    context.fireChannelRead(passed);
  }

  /** A request with a place for what comes behind its body. */
  private static final class Announcing extends DefaultHttpRequest {

    private volatile HttpHeaders trailers = EmptyHttpHeaders.INSTANCE;

    Announcing(io.netty.handler.codec.http.HttpRequest request) {
      super(request.protocolVersion(), request.method(), request.uri(), request.headers());
      setDecoderResult(request.decoderResult());
    }
  }
}
