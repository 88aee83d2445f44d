package dev.longshore.service.http;

import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.concurrent.GlobalEventExecutor;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What all streams of an HTTP/2 connection share. */
@Singleton
final class Http2Connections implements GracefulShutdownCapable {

  /**
   * Bytes that a connection may have on their way: as many as 100 streams of the default window, so
   * that uploads which nobody takes bytes from at the moment leave room for the others.
   */
  private static final int WINDOW = 100 * 65_535;

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /** Called with the connection of every new stream, in its event loop. */
  void used(Channel connection) {
    var context = connection.pipeline().context(Http2ConnectionHandler.class);
    if (context == null || !open.add(connection)) {
      return;
    }
    var http2 = ((Http2ConnectionHandler) context.handler()).connection();
    try {
      var window = http2.local().flowController();
      var all = http2.connectionStream();
      window.incrementWindowSize(all, WINDOW - window.initialWindowSize(all));
      context.flush();
    } catch (Http2Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  /**
   * Ends connections once their streams have ended. Micronaut only tells clients to go, and then
   * waits for those that stay.
   */
  @Override
  public CompletionStage<?> shutdownGracefully() {
    open.close();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public OptionalLong reportActiveTasks() {
    return OptionalLong.empty();
  }
}
