package dev.longshore.service.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Lets one call of another storage halt right before or after it, as a pod that is stopped there.
 */
public final class HaltingStorage {

  private final ObjectStorage disk;
  private final CountDownLatch halted = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile String call;
  private volatile Moment moment;

  /** When a call halts. */
  public enum Moment {
    BEFORE,
    AFTER
  }

  public HaltingStorage(ObjectStorage disk) {
    this.disk = disk;
  }

  /** The storage that halts. */
  public ObjectStorage storage() {
    return (ObjectStorage)
        Proxy.newProxyInstance(
            ObjectStorage.class.getClassLoader(),
            new Class<?>[] {ObjectStorage.class},
            (proxy, method, arguments) -> invoke(method, arguments));
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    haltIf(method, Moment.BEFORE);
    try {
      return method.invoke(disk, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      haltIf(method, Moment.AFTER);
    }
  }

  private void haltIf(Method method, Moment now) throws InterruptedException {
    if (method.getName().equals(call) && moment == now) {
      halted.countDown();
      goOn.await();
    }
  }

  /** Halts at the next call of this name. */
  public void haltAt(String call, Moment moment) {
    this.moment = moment;
    this.call = call;
  }

  public boolean isHalted() {
    return halted.getCount() == 0;
  }

  /** Ends the halt, and halts no more. */
  public void goOn() {
    goOn.countDown();
  }
}
