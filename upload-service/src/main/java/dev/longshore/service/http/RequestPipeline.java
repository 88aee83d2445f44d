package dev.longshore.service.http;

import dev.longshore.service.http.direct.DirectConnections;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Lets requests pass by what must see them before Micronaut does. */
@Singleton
final class RequestPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private final Provider<Http2Connections> http2;
  private final DirectConnections direct;
  private final Duration headerTimeout;

  RequestPipeline(
      Provider<Http2Connections> http2,
      DirectConnections direct,
      @Value("${longshore.limits.header-timeout:30s}") Duration headerTimeout) {
    this.http2 = http2;
    this.direct = direct;
    this.headerTimeout = headerTimeout;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(http2.get(), direct, headerTimeout, null));
    return event.getBean();
  }

  private record Customizer(
      Http2Connections http2, DirectConnections direct, Duration headerTimeout, Channel channel)
      implements NettyServerCustomizer {

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return new Customizer(http2, direct, headerTimeout, channel);
    }

    @Override
    public void onInitialPipelineBuilt() {
      var upgrade = channel.pipeline().context(HttpServerUpgradeHandler.class);
      if (upgrade != null) {
        var guard = new UpgradeGuard();
        channel.pipeline().addBefore(upgrade.name(), "longshore-upgrade-guard", guard);
        var choice = channel.pipeline().context(CleartextHttp2ServerUpgradeHandler.class);
        channel
            .pipeline()
            .addBefore(
                choice.name(), "longshore-cleartext-choice", new CleartextChoice(guard, direct));
      }
    }

    @Override
    public void onStreamPipelineBuilt() {
      var codec = codec();
      if (codec != null) {
        channel
            .pipeline()
            .addAfter(codec, "longshore-interim-responses", new InterimResponses())
            .addAfter(codec, "longshore-trailers", new Trailers())
            .addAfter(codec, "longshore-asterisk-form", AsteriskForm.HANDLER)
            .addAfter(codec, "longshore-method-override", MethodOverride.HANDLER);
        if (headerTimeout.isPositive()) {
          var body = new UnwantedBody(headerTimeout, () -> direct.bodyOnItsWay(channel));
          channel.pipeline().addAfter(codec, "longshore-unwanted-body", body);
        }
        if (!(channel instanceof Http2StreamChannel) && headerTimeout.isPositive()) {
          var head = new HeadTimeout(headerTimeout, codec, () -> direct.bodyOnItsWay(channel));
          channel
              .pipeline()
              .addBefore(codec, "longshore-head-timeout", head.before())
              .addAfter(codec, "longshore-heads", head.behind());
        }
        // Under another name it may have been chosen late, in the middle of a request.
        if (codec.equals(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC)) {
          direct.takeOver(channel, codec);
        }
      }
      var flowControl = ChannelPipelineCustomizer.HANDLER_FLOW_CONTROL;
      if (channel.pipeline().get(flowControl) != null) {
        channel.pipeline().addAfter(flowControl, "longshore-read-later", ReadLater.HANDLER);
        http2.used(channel.parent());
      }
    }

    /** The handler that makes requests of bytes or, on an HTTP/2 stream, of frames. */
    private String codec() {
      var http1 = channel.pipeline().context(HttpServerCodec.class);
      if (http1 != null) {
        return http1.name();
      }
      var taken = direct.codec(channel);
      if (taken != null) {
        return taken;
      }
      var http2 = ChannelPipelineCustomizer.HANDLER_HTTP_DECODER;
      return channel.pipeline().get(http2) == null ? null : http2;
    }
  }
}
