package dev.longshore.service.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One cleartext HTTP/2 connection by prior knowledge, frame by frame. */
public final class Http2Wire implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel connection;
  private final String authority;

  public Http2Wire(URI server) {
    authority = server.getAuthority();
    connection =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient().build(),
                            new Http2MultiplexHandler(new Ignoring()));
                  }
                })
            .connect(server.getHost(), server.getPort())
            .syncUninterruptibly()
            .channel();
  }

  /** Begins a request; its body follows. */
  public Stream request(String method, String path, Map<String, String> fields) {
    var received = new LinkedBlockingQueue<Map<String, String>>();
    var channel =
        new Http2StreamChannelBootstrap(connection)
            .handler(new Receiving(received))
            .open()
            .syncUninterruptibly()
            .getNow();
    var headers =
        new DefaultHttp2Headers().method(method).path(path).scheme("http").authority(authority);
    fields.forEach(headers::add);
    channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, false)).syncUninterruptibly();
    return new Stream(channel, received);
  }

  public boolean isOpen() {
    return connection.isActive();
  }

  @Override
  public void close() {
    connection.close().syncUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** One request and what comes back. */
  public static final class Stream {

    private final Http2StreamChannel channel;
    private final BlockingQueue<Map<String, String>> received;

    private Stream(Http2StreamChannel channel, BlockingQueue<Map<String, String>> received) {
      this.channel = channel;
      this.received = received;
    }

    public void data(byte[] bytes, boolean isLast) {
      channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), isLast));
    }

    /** Ends the body with fields behind it. */
    public void trailers(Map<String, String> fields) {
      var headers = new DefaultHttp2Headers();
      fields.forEach(headers::add);
      channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
    }

    /** Whether neither side ended it. */
    public boolean isOpen() {
      return channel.isOpen();
    }

    /** RST_STREAM with CANCEL. */
    public void reset() {
      channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    }

    /** Waits for the next response, interim or final. */
    public Map<String, String> headers() throws InterruptedException {
      var headers = received.poll(30, TimeUnit.SECONDS);
      if (headers == null) {
        throw new AssertionError("no response came");
      }
      return headers;
    }

    public Map<String, String> finalHeaders() throws InterruptedException {
      var headers = headers();
      return headers.get(":status").startsWith("1") ? finalHeaders() : headers;
    }
  }

  private static final class Receiving extends SimpleChannelInboundHandler<Http2StreamFrame> {
    private final BlockingQueue<Map<String, String>> received;

    private Receiving(BlockingQueue<Map<String, String>> received) {
      this.received = received;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
      if (frame instanceof Http2HeadersFrame headers) {
        received.add(map(headers.headers()));
      }
    }

    private static Map<String, String> map(Http2Headers headers) {
      var map = new TreeMap<String, String>();
      headers.forEach(field -> map.put(field.getKey().toString(), field.getValue().toString()));
      return map;
    }
  }

  private static final class Ignoring extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {}
  }
}
