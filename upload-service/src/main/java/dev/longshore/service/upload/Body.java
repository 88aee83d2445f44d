package dev.longshore.service.upload;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one request on their way in. */
public interface Body {

  /** Where bytes go. Called by one thread at a time; blocking it slows the client down. */
  interface Sink {
    /** Takes the remaining bytes of all buffers, which are valid during the call only. */
    void write(ByteBuffer[] buffers) throws IOException;

    /** Whether {@link #writeFrom} may be called, so that bytes need not come into this process. */
    default boolean takesPipes() {
      return false;
    }

    /**
     * Takes bytes that wait in a pipe of the kernel.
     *
     * @param pipe descriptor of the end to read from
     * @param length how many, above 0; all are there
     */
    default void writeFrom(int pipe, int length) throws IOException {
      throw new UnsupportedOperationException();
    }
  }

  /** How a transfer ended. */
  enum Ending {
    /** The client sent all it had. */
    COMPLETE,
    /** More than {@code limit} bytes came; those up to the limit were written. */
    OVER_LIMIT,
    /** The client went away in the middle. */
    CUT,
    /** The client sends too slowly to be waited for. */
    TOO_SLOW,
    /** {@link #stop()} was called. */
    STOPPED
  }

  /** Bytes that the client announced, or -1. */
  long length();

  /**
   * Writes the bytes to {@code sink} as they come, {@code limit} at most, and blocks until that
   * ends. Everything that arrived before the end was written.
   *
   * @throws IOException if the sink failed
   */
  Ending transferTo(Sink sink, long limit) throws IOException, InterruptedException;

  /** Ends a transfer soon, from any thread; what arrived before is still written. */
  void stop();

  /** Bytes that came until the transfer ended, whether they count or not. */
  long received();

  /** Hears that the upload's bytes up to {@code offset} are safe while this body still comes. */
  default void committed(long offset) {}

  /** Drops what comes; with a limit of 0 it tells whether anything comes. */
  Sink NOWHERE = buffers -> {};
}
