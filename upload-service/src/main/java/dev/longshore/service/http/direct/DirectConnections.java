package dev.longshore.service.http.direct;

import dev.longshore.service.kernel.Kernel;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives connections of plain HTTP/1.1 over epoll a codec that knows bodies of uploads. */
@Singleton
public final class DirectConnections {

  /** Buffers of up to 64 KiB that one reading may fill, whatever waits already. */
  private static final int READINGS = 2;

  private final NettyHttpServerConfiguration configuration;

  /** One thread for each body that flows, since a disk may stall any of them. */
  private final ExecutorService borrowers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("body-", 0).factory());

  DirectConnections(NettyHttpServerConfiguration configuration) {
    this.configuration = configuration;
  }

  @PreDestroy
  void close() {
    borrowers.shutdown();
  }

  private HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(configuration.getMaxInitialLineLength())
        .setMaxHeaderSize(configuration.getMaxHeaderSize())
        .setMaxChunkSize(configuration.getMaxChunkSize())
        .setValidateHeaders(configuration.isValidateHeaders())
        .setInitialBufferSize(configuration.getInitialBufferSize());
  }

  /** Name of such a codec on a channel, or null if there is none. */
  public String codec(Channel channel) {
    var context = channel.pipeline().context(DirectConnection.class);
    return context == null ? null : context.name();
  }

  /** Whether a body is on its way past the HTTP server, so that what comes is not a request. */
  public boolean bodyOnItsWay(Channel channel) {
    var codec = channel.pipeline().get(DirectConnection.class);
    return codec != null && codec.takesBody();
  }

  /**
   * Puts such a codec in the place of the server's, where the connection is of that kind. The
   * server's must not be in the middle of a request.
   */
  public void takeOver(Channel channel, String codec) {
    var pipeline = channel.pipeline();
    if (Kernel.isAvailable()
        && channel instanceof EpollSocketChannel
        && pipeline.get(ChannelPipelineCustomizer.HANDLER_SSL) == null
        && pipeline.get(codec) instanceof HttpServerCodec) {
      channel
          .config()
          .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READINGS));
      pipeline.replace(codec, codec, new DirectConnection(decoding(), borrowers));
    }
  }
}
