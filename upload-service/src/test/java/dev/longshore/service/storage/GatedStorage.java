package dev.longshore.service.storage;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/** Another storage that asks before it takes bytes, whichever way they come. */
public final class GatedStorage {

  /** Lets bytes through, late or not at all. */
  public interface Gate {
    /**
     * @param written bytes that one opening of an upload took so far
     */
    void pass(long written) throws IOException;
  }

  private GatedStorage() {}

  /** Stalls behind {@code most} bytes until it is let. */
  public static ObjectStorage stallingAfter(long most, CountDownLatch let, ObjectStorage disk) {
    return of(
        disk,
        written -> {
          try {
            if (written > most) {
              let.await();
            }
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }

  /** Fails behind {@code most} bytes. */
  public static ObjectStorage failingAfter(long most, ObjectStorage disk) {
    return of(
        disk,
        written -> {
          if (written > most) {
            throw new IOException("this disk is broken");
          }
        });
  }

  private static ObjectStorage of(ObjectStorage disk, Gate gate) {
    return proxy(
        ObjectStorage.class,
        (method, arguments) -> {
          var result = call(disk, method, arguments);
          return result instanceof ObjectAppend append ? gated(append, gate) : result;
        });
  }

  private static ObjectAppend gated(ObjectAppend append, Gate gate) {
    var written = new long[1];
    return proxy(
        ObjectAppend.class,
        (method, arguments) -> {
          if (method.getName().startsWith("write")) {
            gate.pass(written[0]);
            if (arguments[0] instanceof ByteBuffer[] buffers) {
              for (var buffer : buffers) {
                written[0] += buffer.remaining();
              }
            } else {
              written[0] += (int) arguments[1];
            }
          }
          return call(append, method, arguments);
        });
  }

  private interface Calls {
    Object on(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> calls.on(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
