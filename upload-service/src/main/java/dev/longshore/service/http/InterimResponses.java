package dev.longshore.service.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes interim responses (RFC 9110, section 15.2), for which Micronaut has no API: on an HTTP/1.1
 * connection or on an HTTP/2 stream, behind the responses of earlier requests and before the final
 * one of its own.
 *
 * <p>On HTTP/1.1 they go past Netty's encoder, which takes each for the response of a request and
 * would then answer a later, pipelined HEAD with a body.
 */
final class InterimResponses extends ChannelDuplexHandler {

  private static final HttpResponseStatus UPLOAD_RESUMPTION_SUPPORTED =
      new HttpResponseStatus(104, "Upload Resumption Supported");

  /** Requests whose last response byte was not written yet, in their order. */
  private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>(2);

  /**
   * What was handed in and is not on its way yet. A final response does not queue for the event
   * loop behind it: Micronaut writes one that is ready together with the one before it.
   */
  private final Queue<Interim> handedIn = new ConcurrentLinkedQueue<>();

  private record Interim(Object request, FullHttpResponse response) {}

  private static final class Exchange {
    private final Object request;
    private final List<FullHttpResponse> waiting = new ArrayList<>(0);
    private boolean isAnswered;

    Exchange(Object request) {
      this.request = request;
    }
  }

  /**
   * Sends 104 (Upload Resumption Supported), from any thread. Dropped where it can't be sent: to a
   * client of HTTP/1.0, after the final response, on a connection that has ended.
   */
  static void send104(HttpRequest<?> request, Map<String, String> fields) {
    var received = request;
    while (received instanceof HttpRequestWrapper<?> wrapper) {
      received = wrapper.getDelegate();
    }
    if (!(received instanceof NettyHttpRequest<?> netty)) {
      return;
    }
    var context = netty.getChannelHandlerContext().pipeline().context(InterimResponses.class);
    if (context == null
        || netty.getNativeRequest().protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
      return;
    }
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, UPLOAD_RESUMPTION_SUPPORTED, Unpooled.EMPTY_BUFFER);
    fields.forEach(response.headers()::add);
    var handler = (InterimResponses) context.handler();
    handler.handedIn.add(new Interim(netty.getNativeRequest(), response));
    context.executor().execute(() -> handler.sendHandedIn(context));
  }

  private void sendHandedIn(ChannelHandlerContext context) {
    for (var interim = handedIn.poll(); interim != null; interim = handedIn.poll()) {
      send(context, interim.request, interim.response);
    }
  }

  private void send(ChannelHandlerContext context, Object request, FullHttpResponse response) {
    for (var exchange : exchanges) {
      if (exchange.request != request || exchange.isAnswered) {
        continue;
      }
      if (exchange == exchanges.peek()) {
        encode(context, response, context.newPromise());
        context.flush();
      } else {
        exchange.waiting.add(response);
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof io.netty.handler.codec.http.HttpRequest) {
      exchanges.add(new Exchange(message));
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof FullHttpResponse response && isInterim(response)) {
      encode(context, response, promise);
      return;
    }
    if (message instanceof HttpResponse && !exchanges.isEmpty()) {
      sendHandedIn(context);
      exchanges.peek().isAnswered = true;
    }
    context.write(message, promise);
    if (message instanceof LastHttpContent && exchanges.poll() != null && !exchanges.isEmpty()) {
      var next = exchanges.peek();
      next.waiting.forEach(waiting -> encode(context, waiting, context.newPromise()));
      next.waiting.clear();
    }
  }

  /** 101 is a final response: it ends HTTP/1.1 on the connection. */
  private static boolean isInterim(HttpResponse response) {
    return response.status().codeClass() == HttpStatusClass.INFORMATIONAL
        && response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
  }

  private static void encode(
      ChannelHandlerContext context, FullHttpResponse response, ChannelPromise promise) {
    var http1 = context.pipeline().context(HttpServerCodec.class);
    if (http1 == null) {
      context.write(response, promise);
    } else {
      http1.write(bytes(response), promise);
      response.release();
    }
  }

  private static ByteBuf bytes(FullHttpResponse response) {
    var text = new StringBuilder("HTTP/1.1 ").append(response.status()).append("\r\n");
    for (var field : response.headers()) {
      text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    return Unpooled.wrappedBuffer(
        text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
  }
}
