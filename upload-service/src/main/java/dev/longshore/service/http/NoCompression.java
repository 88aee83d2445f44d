package dev.longshore.service.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.HttpCompressionStrategy;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import jakarta.inject.Singleton;

/** Sends content as it was uploaded: ranges and entity tags are about those very bytes. */
@Singleton
@Requires(property = "longshore.read.enabled", value = "true")
final class NoCompression implements BeanCreatedEventListener<HttpCompressionStrategy> {

  @Override
  public HttpCompressionStrategy onCreated(BeanCreatedEvent<HttpCompressionStrategy> event) {
    return new OfAllButContent(event.getBean());
  }

  private record OfAllButContent(HttpCompressionStrategy others)
      implements HttpCompressionStrategy {

    @Override
    public boolean isEnabled() {
      return others.isEnabled();
    }

    @Override
    public boolean shouldCompress(HttpResponse response) {
      return !response.headers().contains(HttpHeaderNames.ACCEPT_RANGES)
          && others.shouldCompress(response);
    }

    @Override
    public int getCompressionLevel() {
      return others.getCompressionLevel();
    }

    @Override
    public int getMaxZstdEncodeSize() {
      return others.getMaxZstdEncodeSize();
    }
  }
}
