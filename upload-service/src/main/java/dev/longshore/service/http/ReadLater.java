package dev.longshore.service.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Lets a read on an HTTP/2 stream happen after what asks for it. The channel of a stream hands over
 * what waits in the very call of read; Micronaut's body buffer calls it while it hands over data
 * itself, and must not be called back then: data would come out of order.
 */
@Sharable
final class ReadLater extends ChannelOutboundHandlerAdapter {

  static final ReadLater HANDLER = new ReadLater();

  private ReadLater() {}

  @Override
  public void read(ChannelHandlerContext context) {
    context.executor().execute(context::read);
  }
}
