package dev.longshore.operator.serialization;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;

/**
 * Where a class of Kubernetes' model keeps properties that it does not know: a map of its own in
 * each object, hardly ever with anything in it.
 */
record UnknownProperties(MethodHandle get, MethodHandle set) {

  private static final MethodType GET = MethodType.methodType(Map.class, Object.class);
  private static final MethodType SET = MethodType.methodType(void.class, Object.class, Map.class);

  /** Empty for a class that has none. */
  static Optional<UnknownProperties> of(Class<?> type) {
    try {
      var lookup = MethodHandles.publicLookup();
      return Optional.of(
          new UnknownProperties(
              lookup.unreflect(type.getMethod("getAdditionalProperties")).asType(GET),
              lookup.unreflect(type.getMethod("setAdditionalProperties", Map.class)).asType(SET)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /** Puts one map for all in the place of an empty one. */
  void dropIfEmpty(Object object) {
    try {
      var properties = (Map<?, ?>) get.invokeExact(object);
      if (properties != null && properties.isEmpty()) {
        set.invokeExact(object, Map.of());
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("neither of the two throws anything else", e);
    }
  }
}
