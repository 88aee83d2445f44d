package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.Optional;

/**
 * An object of an API that the cluster may have, may get later, or never has. It is looked for when
 * the operator starts and, while resources want it, at most once in a while: watching for it would
 * need permissions for the whole cluster.
 */
final class OptionalDependent<R extends HasMetadata> implements Child<R> {

  private static final long LOOK_AGAIN = Duration.ofSeconds(20).toNanos();

  private final Class<R> type;
  private final OwnedDependent<R> dependent;
  private EventSourceContext<UploadService> sources;
  private boolean there;
  private long lookedAt;

  OptionalDependent(Class<R> type) {
    this.type = type;
    this.dependent = new PlainDependent<>(type);
  }

  /** The event source, if the API is there when the operator starts. */
  synchronized Optional<EventSource<?, UploadService>> eventSource(
      EventSourceContext<UploadService> context) {
    sources = context;
    there = isThere(context.getClient());
    return there ? Optional.of(dependent.initEventSource(context)) : Optional.empty();
  }

  @Override
  public Optional<R> apply(
      Optional<R> desired, UploadService service, Context<UploadService> context) {
    return hasAppeared(desired.isPresent(), context)
        ? dependent.apply(desired, service, context)
        : Optional.empty();
  }

  @Override
  public Optional<R> seen(UploadService service, Context<UploadService> context) {
    return isThere() ? dependent.seen(service, context) : Optional.empty();
  }

  private synchronized boolean isThere() {
    return there;
  }

  private synchronized boolean hasAppeared(boolean wanted, Context<UploadService> context) {
    if (!there && wanted && System.nanoTime() - lookedAt > LOOK_AGAIN) {
      if (isThere(context.getClient())) {
        context
            .eventSourceRetriever()
            .dynamicallyRegisterEventSource(dependent.initEventSource(sources));
        there = true;
      }
    }
    return there;
  }

  private boolean isThere(KubernetesClient client) {
    lookedAt = System.nanoTime();
    return client.supports(type);
  }
}
