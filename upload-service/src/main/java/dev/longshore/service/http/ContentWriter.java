package dev.longshore.service.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import jakarta.inject.Singleton;
import java.io.OutputStream;

/** Has Micronaut send content as it is, whatever its media type. */
@Singleton
@Requires(property = "longshore.read.enabled", value = "true")
final class ContentWriter implements ResponseBodyWriter<OutgoingBody> {

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory factory,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<OutgoingBody> type,
      MediaType mediaType,
      OutgoingBody content) {
    return content.of(factory);
  }

  @Override
  public void writeTo(
      Argument<OutgoingBody> type,
      MediaType mediaType,
      OutgoingBody content,
      MutableHeaders headers,
      OutputStream out) {
    throw new UnsupportedOperationException("content is never written to a stream");
  }
}
