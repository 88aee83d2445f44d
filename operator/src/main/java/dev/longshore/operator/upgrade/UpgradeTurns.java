package dev.longshore.operator.upgrade;

import dev.longshore.api.v1alpha1.UploadService;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who may replace its pods only because the operator is another one. So many services at a time:
 * the next one's turn comes when one of them is ready again. A version that does not get ready thus
 * stops after the first few.
 */
public final class UpgradeTurns {

  private final int atOnce;
  private final SimpleInboundEventSource<UploadService> calls =
      new SimpleInboundEventSource<>("upgrade-turns");
  private final Set<ResourceID> upgrading = new LinkedHashSet<>();
  private final Set<ResourceID> waiting = new LinkedHashSet<>();

  /** Turns for so many services at a time. */
  public UpgradeTurns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Wakes up a resource whose turn it is. */
  public SimpleInboundEventSource<UploadService> eventSource() {
    return calls;
  }

  /**
   * Takes a turn if there is one, or else a place in the queue.
   *
   * @param exists whether a resource is still there; what is deleted gives its turn up
   */
  public synchronized boolean take(ResourceID service, Predicate<ResourceID> exists) {
    upgrading.removeIf(exists.negate());
    waiting.removeIf(exists.negate());
    if (upgrading.contains(service)) {
      return true;
    }
    if (upgrading.size() < atOnce) {
      waiting.remove(service);
      upgrading.add(service);
      return true;
    }
    waiting.add(service);
    return false;
  }

  /** The services that the others wait for. */
  public synchronized Set<ResourceID> upgrading() {
    return Set.copyOf(upgrading);
  }

  /** The service is ready: the next one's turn. */
  public void release(ResourceID service) {
    ResourceID next = null;
    synchronized (this) {
      waiting.remove(service);
      if (upgrading.remove(service) && !waiting.isEmpty()) {
        next = waiting.iterator().next();
      }
    }
    if (next != null) {
      calls.propagateEvent(next);
    }
  }
}
