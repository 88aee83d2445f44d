package dev.longshore.service.http.direct;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The HTTP codec of a connection. While a body is on its way it is the one that reads: by its event
 * loop, or, while the body is {@link #lend lent}, by somebody else. Lent means that the channel is
 * off its event loop, so that nobody but the borrower touches the socket; what others want of it
 * meanwhile asks the borrower for it, and is done once it is back.
 */
final class DirectConnection extends CombinedChannelDuplexHandler<UploadDecoder, UploadEncoder> {

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Executor borrowers;
  private final ArrayDeque<Runnable> postponed = new ArrayDeque<>();
  private ChannelHandlerContext ctx;
  private boolean lent;
  private boolean readWanted;
  private volatile boolean wantedBack;

  DirectConnection(HttpDecoderConfig config, Executor borrowers) {
    this.borrowers = borrowers;
    var encoder = new UploadEncoder(this::lastAnswered);
    var decoder =
        new UploadDecoder(
            config, request -> encoder.asked(request.method()), encoder::closeAfterNext);
    decoder.connection(this);
    init(decoder, encoder);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    ctx = context;
    super.handlerAdded(context);
  }

  Channel channel() {
    return ctx.channel();
  }

  /** Whether there is a body of which bytes are still to come. */
  boolean takesBody() {
    return inboundHandler().body() != null;
  }

  /** Runs on the event loop. */
  void onLoop(Runnable task) {
    ctx.executor().execute(task);
  }

  /** The server wants the next request; it has to wait while there is a body before it. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (inboundHandler().body() == null) {
      context.read();
    } else {
      readWanted = true;
    }
  }

  /** Reads more of the body. */
  void readBody() {
    ctx.read();
  }

  void sendContinue() {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
  }

  /** A body is over: the next request may come. */
  void ended(DirectBody body) {
    if (inboundHandler().body() == body) {
      inboundHandler().bodyEnded();
      if (readWanted) {
        readWanted = false;
        ctx.read();
      }
    }
  }

  /** An answer that does not wait for its request's body: the rest of that is not wanted. */
  private void lastAnswered() {
    var body = inboundHandler().body();
    if (body != null) {
      whenBack(body::discard);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    var body = inboundHandler().body();
    if (body == null) {
      super.channelReadComplete(context);
    } else {
      // Not the decoder's: it reads on where it has nothing to pass on.
      context.fireChannelReadComplete();
      body.readComplete();
    }
  }

  /** What a borrower does with the socket, on a thread of its own. */
  interface Borrower {
    void use(int socket);
  }

  /** Takes the channel off its event loop for a borrower; {@code back} runs once it is back. */
  void lend(Borrower borrower, Runnable back) {
    lent = true;
    wantedBack = false;
    channel()
        .deregister()
        .addListener(off -> {
          try {
            borrowers.execute(() -> {
              try {
                borrower.use(((UnixChannel) channel()).fd().intValue());
              } finally {
                giveBack(back);
              }
            });
          } catch (RejectedExecutionException e) {
            giveBack(back); // The service is stopping.
          }
        });
  }

  private void giveBack(Runnable back) {
    channel().eventLoop().register(channel()).addListener(on -> returned(back));
  }

  private void returned(Runnable back) {
    lent = false;
    // It watched nothing arrive meanwhile.
    var idle = ctx.pipeline().get(IdleStateHandler.class);
    if (idle != null) {
      idle.resetReadTimeout();
    }
    for (Runnable task; (task = postponed.poll()) != null; ) {
      task.run();
    }
    back.run();
  }

  /** Whether somebody waits for the borrower. */
  boolean wantedBack() {
    return wantedBack;
  }

  private void whenBack(Runnable task) {
    if (lent) {
      postponed.add(task);
      wantedBack = true;
    } else {
      task.run();
    }
  }

  // What is written waits for its flush, far from the socket.

  @Override
  public void flush(ChannelHandlerContext context) {
    whenBack(context::flush);
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    whenBack(() -> context.close(promise));
  }

  @Override
  public void disconnect(ChannelHandlerContext context, ChannelPromise promise) {
    whenBack(() -> context.disconnect(promise));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (!(lent && event instanceof IdleStateEvent)) {
      super.userEventTriggered(context, event);
    }
  }
}
