package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Whose objects are as they should be. What was once compared with a spec, or written by it, need
 * not be compared again before one of them has changed: a Secret that is new for a thousand
 * resources concerns none of their objects but the Deployment.
 *
 * @param <S> what tells whether an object has changed
 */
final class Settled<S> {

  /** So many may be kept in vain, for resources that are deleted. */
  private static final int LOOK_FOR_DELETED = 500;

  private record State<S>(String uid, Long generation, S objects) {}

  private final Map<ResourceID, State<S>> known = new ConcurrentHashMap<>();
  private final AtomicInteger added = new AtomicInteger();

  /** Whether its objects, as they are now, are known to be what the resource asks for. */
  boolean holds(UploadService service, S objects) {
    return state(service, objects).equals(known.get(ResourceID.fromResource(service)));
  }

  /**
   * Keeps in mind that they are.
   *
   * @param exists whether a resource is still there; what is deleted is forgotten
   */
  void remember(UploadService service, S objects, Predicate<ResourceID> exists) {
    var before = known.put(ResourceID.fromResource(service), state(service, objects));
    if (before == null && added.incrementAndGet() % LOOK_FOR_DELETED == 0) {
      known.keySet().removeIf(exists.negate());
    }
  }

  private static <S> State<S> state(UploadService service, S objects) {
    return new State<>(
        service.getMetadata().getUid(), service.getMetadata().getGeneration(), objects);
  }
}
