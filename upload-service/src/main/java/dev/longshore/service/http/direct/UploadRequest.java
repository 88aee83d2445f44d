package dev.longshore.service.http.direct;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

/** A request that, to the HTTP server, has no body: it is in {@link #body()}, if there is one. */
public final class UploadRequest extends DefaultHttpRequest {

  private DirectBody body;

  UploadRequest(HttpVersion version, HttpMethod method, String uri, HttpHeadersFactory headers) {
    super(version, method, uri, headers);
  }

  /** The body that came past the HTTP server, or null if the server has it. */
  public DirectBody body() {
    return body;
  }

  void body(DirectBody itsBody) {
    body = itsBody;
  }

  // Two requests with the same fields are two requests, each with its body.

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
