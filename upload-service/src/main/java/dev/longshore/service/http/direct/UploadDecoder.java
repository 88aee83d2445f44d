package dev.longshore.service.http.direct;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decodes requests. A body that carries bytes of an upload is left out of them: it goes to a {@link
 * DirectBody}, which knows how much of it is still to come.
 */
final class UploadDecoder extends HttpRequestDecoder {

  private static final Set<String> UPLOAD_TYPES =
      Set.of("application/offset+octet-stream", "application/partial-upload");

  private static final Set<HttpMethod> MAY_UPLOAD =
      Set.of(HttpMethod.PATCH, HttpMethod.POST, HttpMethod.PUT);

  private final HttpHeadersFactory headers;
  private final Consumer<HttpRequest> decoded;
  private final Runnable ambiguous;
  private DirectConnection connection;
  private DirectBody body;

  /**
   * @param decoded hears of every request, before anybody behind it
   * @param ambiguous hears that a request has both a length and chunks, so that nothing behind it
   *     may be trusted
   */
  UploadDecoder(HttpDecoderConfig config, Consumer<HttpRequest> decoded, Runnable ambiguous) {
    super(config);
    this.headers = config.getHeadersFactory();
    this.decoded = decoded;
    this.ambiguous = ambiguous;
  }

  /** What a body needs of its connection. */
  void connection(DirectConnection itsConnection) {
    connection = itsConnection;
  }

  /** The body that is on its way, or null. */
  DirectBody body() {
    return body;
  }

  /** The body has been taken; what follows is the next request. */
  void bodyEnded() {
    body = null;
  }

  @Override
  protected HttpMessage createMessage(String[] line) throws Exception {
    var message = super.createMessage(line);
    return message instanceof HttpRequest request && MAY_UPLOAD.contains(request.method())
        ? new UploadRequest(request.protocolVersion(), request.method(), request.uri(), headers)
        : message;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    var request = (HttpRequest) message;
    if (!(request instanceof UploadRequest upload) || !carriesUpload(request)) {
      return false;
    }
    body = new DirectBody(connection, upload);
    upload.body(body);
    return true;
  }

  private static boolean carriesUpload(HttpRequest request) {
    var fields = request.headers();
    if (fields.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || fields.contains(HttpHeaderNames.CONTENT_ENCODING)
        || fields.getInt(HttpHeaderNames.CONTENT_LENGTH, -1) == 0
        || !fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return false;
    }
    var type = fields.get(HttpHeaderNames.CONTENT_TYPE);
    return request.method().equals(HttpMethod.PATCH) || type != null && UPLOAD_TYPES.contains(type);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (body != null) {
      body.arrived(in);
      return;
    }
    int before = out.size();
    super.decode(ctx, in, out);
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpRequest request) {
        decoded.accept(request);
      }
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    if (body != null) {
      body.cut();
      body = null;
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    super.handleTransferEncodingChunkedWithContentLength(message);
    ambiguous.run();
  }
}
