package dev.longshore.service.http;

import dev.longshore.service.http.direct.DirectBody;
import dev.longshore.service.http.direct.UploadRequest;
import dev.longshore.service.upload.Body;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.util.OptionalLong;

/** The body of a request, whichever way it comes: past the HTTP server or through it. */
final class RequestBody {

  private RequestBody() {}

  /** The bytes of the body; to be asked for once. */
  static Body of(HttpRequest<?> request) {
    var direct = direct(request);
    return direct == null ? new StreamedBody(((ServerHttpRequest<?>) request).byteBody()) : direct;
  }

  /** Its length if that is known before it comes. */
  static OptionalLong length(HttpRequest<?> request) {
    var direct = direct(request);
    if (direct != null) {
      return OptionalLong.of(direct.length());
    }
    var expected = ((ServerHttpRequest<?>) request).byteBody().expectedLength();
    return request.getHeaders().contains(HttpHeaders.CONTENT_LENGTH) || expected.orElse(-1) == 0
        ? expected
        : OptionalLong.empty();
  }

  private static DirectBody direct(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> netty
            && netty.getNativeRequest() instanceof UploadRequest upload
        ? upload.body()
        : null;
  }
}
