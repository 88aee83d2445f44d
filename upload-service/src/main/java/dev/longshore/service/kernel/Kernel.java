package dev.longshore.service.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * Moves bytes from a socket to a file without copying them into this process: see splice(2).
 * Descriptors are plain numbers; whoever opened one closes it. Calls block the thread of the
 * machine that makes them, so virtual threads are the wrong ones.
 */
public final class Kernel {

  /** What a call answers that would have to wait. */
  public static final int NOTHING_YET = -1;

  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int SPLICE_F_MOVE = 1;
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final short POLLIN = 1;
  private static final int SYNC_FILE_RANGE_WRITE = 2;

  private static final boolean AVAILABLE = System.getProperty("os.name").equals("Linux");

  private Kernel() {}

  /** Whether this is Linux. The other methods are for that case only. */
  public static boolean isAvailable() {
    return AVAILABLE;
  }

  /** Opens a file that exists for writing. */
  public static int open(Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(Calls.STATE);
      int fd =
          (int) Calls.OPEN.invokeExact(errno, arena.allocateFrom(file + ""), O_WRONLY | O_CLOEXEC);
      return fd >= 0 ? fd : (int) fail("open", errno);
    } catch (Throwable e) {
      throw asIs(e);
    }
  }

  public static void close(int fd) {
    try {
      int ignored = (int) Calls.CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** A pipe that holds {@code size} bytes, if this user may have that: its two ends, out and in. */
  public static int[] pipe(int size) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(Calls.STATE);
      var ends = arena.allocate(JAVA_INT, 2);
      if ((int) Calls.PIPE.invokeExact(errno, ends, O_CLOEXEC) < 0) {
        fail("pipe", errno);
      }
      int in = ends.getAtIndex(JAVA_INT, 1);
      int ignored = (int) Calls.FCNTL.invokeExact(in, F_SETPIPE_SZ, size);
      return new int[] {ends.getAtIndex(JAVA_INT, 0), in};
    } catch (Throwable e) {
      throw asIs(e);
    }
  }

  /**
   * Moves at most {@code length} bytes that arrived at a socket into a pipe.
   *
   * @return how many; 0 if the other side sends no more; {@link #NOTHING_YET} if none is there
   */
  public static int spliceIn(int socket, int pipe, int length) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(Calls.STATE);
      long moved =
          (long)
              Calls.SPLICE.invokeExact(
                  errno,
                  socket,
                  MemorySegment.NULL,
                  pipe,
                  MemorySegment.NULL,
                  (long) length,
                  SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
      if (moved >= 0) {
        return (int) moved;
      }
      int why = (int) Calls.ERRNO.get(errno, 0L);
      return why == EAGAIN || why == EINTR ? NOTHING_YET : (int) fail("splice", errno);
    } catch (Throwable e) {
      throw asIs(e);
    }
  }

  /**
   * Moves bytes that wait in a pipe into a file, at most {@code length} and at least one.
   *
   * @throws OutOfSpaceException if there is no room left
   */
  public static int spliceOut(int pipe, int file, long position, int length) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(Calls.STATE);
      var at = arena.allocateFrom(JAVA_LONG, position);
      while (true) {
        long moved =
            (long)
                Calls.SPLICE.invokeExact(
                    errno, pipe, MemorySegment.NULL, file, at, (long) length, SPLICE_F_MOVE);
        if (moved > 0) {
          return (int) moved;
        }
        int why = moved == 0 ? ENOSPC : (int) Calls.ERRNO.get(errno, 0L);
        if (why == ENOSPC || why == EDQUOT) {
          throw new OutOfSpaceException();
        }
        if (why != EINTR) {
          fail("splice", errno);
        }
      }
    } catch (Throwable e) {
      throw asIs(e);
    }
  }

  /**
   * Has the kernel begin to bring bytes of a file to the disk, so that a later fsync has less to
   * wait for. Promises nothing, and where the file system can't do it, nothing happens.
   */
  public static void writeBack(int file, long position, long length) {
    try {
      int ignored =
          (int) Calls.WRITE_BACK.invokeExact(file, position, length, SYNC_FILE_RANGE_WRITE);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until something arrived at a socket, or its end; false if nothing did in time. */
  public static boolean await(int socket, int millis) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(Calls.STATE);
      var poll = arena.allocate(8);
      poll.set(JAVA_INT, 0, socket);
      poll.set(JAVA_SHORT, 4, POLLIN);
      int ready = (int) Calls.POLL.invokeExact(errno, poll, 1L, millis);
      if (ready < 0 && (int) Calls.ERRNO.get(errno, 0L) != EINTR) {
        fail("poll", errno);
      }
      return ready > 0;
    } catch (Throwable e) {
      throw asIs(e);
    }
  }

  private static long fail(String call, MemorySegment errno) throws IOException {
    throw new IOException(call + " failed with errno " + (int) Calls.ERRNO.get(errno, 0L));
  }

  private static IOException asIs(Throwable e) {
    return e instanceof IOException io ? io : new IOException(e);
  }

  /** No room is left on the file system, or for this user. */
  public static final class OutOfSpaceException extends IOException {

    private static final long serialVersionUID = 1L;

    OutOfSpaceException() {
      super("No space left on device");
    }
  }

  /** Linked when first needed. */
  private static final class Calls {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO_KEPT = Linker.Option.captureCallState("errno");

    static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    static final MethodHandle OPEN =
        call(
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO_KEPT,
            Linker.Option.firstVariadicArg(2));
    static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    static final MethodHandle PIPE =
        call("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO_KEPT);
    static final MethodHandle FCNTL =
        call(
            "fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    static final MethodHandle SPLICE =
        call(
            "splice",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
            ERRNO_KEPT);
    static final MethodHandle POLL =
        call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO_KEPT);

    static final MethodHandle WRITE_BACK =
        call(
            "sync_file_range",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

    private static MethodHandle call(
        String name, FunctionDescriptor type, Linker.Option... options) {
      return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type, options);
    }
  }
}
