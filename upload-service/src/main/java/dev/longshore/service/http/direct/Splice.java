package dev.longshore.service.http.direct;

import dev.longshore.service.kernel.Kernel;
import dev.longshore.service.upload.Body;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Moves bytes from a socket to a sink within the kernel, through a pipe. */
final class Splice {

  private static final int PIPE = 1 << 20;

  /** How long the socket may be empty before its thread is put to better use. */
  private static final int PATIENCE_MILLIS = 5;

  /** So many small pieces in a row are a client that the event loop serves as well. */
  private static final int TRICKLE = 16;

  private static final int SMALL = 8 << 10;

  private final int socket;
  private final Body.Sink sink;
  private long left;

  Splice(int socket, Body.Sink sink, long left) {
    this.socket = socket;
    this.sink = sink;
    this.left = left;
  }

  /** Bytes that are still to come out of the socket. */
  long left() {
    return left;
  }

  /**
   * Moves bytes until there are none left, the socket is empty for a while, ends or fails, or
   * nobody wants more.
   *
   * @throws IOException if the sink failed
   */
  void run(BooleanSupplier wanted) throws IOException {
    int[] pipe = Kernel.pipe(PIPE);
    try {
      int trickle = 0;
      while (left > 0 && trickle < TRICKLE && wanted.getAsBoolean()) {
        int moved = fill(pipe[1], (int) Math.min(left, PIPE));
        if (moved > 0) {
          left -= moved;
          sink.writeFrom(pipe[0], moved);
          trickle = moved < SMALL ? trickle + 1 : 0;
        } else if (moved == 0 || !Kernel.await(socket, PATIENCE_MILLIS)) {
          break;
        }
      }
    } finally {
      Kernel.close(pipe[0]);
      Kernel.close(pipe[1]);
    }
  }

  /** A connection that broke looks like one that ended: the event loop finds out which it is. */
  private int fill(int pipe, int length) {
    try {
      return Kernel.spliceIn(socket, pipe, length);
    } catch (IOException e) {
      return 0;
    }
  }
}
