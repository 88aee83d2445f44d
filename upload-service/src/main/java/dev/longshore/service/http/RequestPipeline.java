package dev.longshore.service.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpServerCodec;
import jakarta.inject.Singleton;

/** Lets requests pass by what must see them before Micronaut does. */
@Singleton
final class RequestPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private record Customizer(Channel channel) implements NettyServerCustomizer {

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return new Customizer(channel);
    }

    @Override
    public void onStreamPipelineBuilt() {
      var codec = codec();
      if (codec != null) {
        channel
            .pipeline()
            .addAfter(codec, "longshore-interim-responses", new InterimResponses())
            .addAfter(codec, "longshore-trailers", new Trailers())
            .addAfter(codec, "longshore-method-override", MethodOverride.HANDLER);
      }
    }

    /** The handler that makes requests of bytes or, on an HTTP/2 stream, of frames. */
    private String codec() {
      var http1 = channel.pipeline().context(HttpServerCodec.class);
      if (http1 != null) {
        return http1.name();
      }
      var http2 = ChannelPipelineCustomizer.HANDLER_HTTP_DECODER;
      return channel.pipeline().get(http2) == null ? null : http2;
    }
  }
}
