package dev.longshore.operator.volume;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Watches the claims that resources name, because the schema cannot see their access modes. */
public final class StorageClaims {

  private static final String INDEX = "uploadservice-by-claim";
  private static final String SHARED = "ReadWriteMany";

  private InformerEventSource<PersistentVolumeClaim, UploadService> source;

  /** The event source that finds a resource by its claim. */
  public EventSource<?, UploadService> eventSource(EventSourceContext<UploadService> context) {
    context
        .getPrimaryCache()
        .addIndexer(INDEX, service -> claimId(service).map(StorageClaims::key).stream().toList());
    source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(PersistentVolumeClaim.class, UploadService.class)
                .withName("storage-claim")
                .withNamespacesInheritedFromController()
                .withPrimaryToSecondaryMapper((UploadService service) ->
                    claimId(service).stream().collect(Collectors.toSet()))
                .withSecondaryToPrimaryMapper(claim ->
                    context
                        .getPrimaryCache()
                        .byIndex(INDEX, key(ResourceID.fromResource(claim)))
                        .stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
                // Binding changes a claim several times; what matters is that it is done.
                .withOnUpdateFilter((now, before) ->
                    !modes(now).equals(modes(before)) || isBound(now) != isBound(before))
                .build(),
            context);
    return source;
  }

  /** Looks up what the resource refers to. */
  public VolumeState find(UploadService service) {
    return claimId(service)
        .map(id -> source.get(id).map(claim -> judge(service, claim)))
        .map(state -> state.orElseGet(VolumeState.ClaimMissing::new))
        // A volume of the pod itself: the next pod brings its own.
        .orElseGet(() -> new VolumeState.Usable(true, true));
  }

  private static VolumeState judge(UploadService service, PersistentVolumeClaim claim) {
    var shared = modes(claim).contains(SHARED);
    return shared || service.getSpec().replicas() <= 1
        ? new VolumeState.Usable(shared, isBound(claim))
        : new VolumeState.NotShareable(modes(claim));
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
  }

  private static List<String> modes(PersistentVolumeClaim claim) {
    return claim.getSpec().getAccessModes();
  }

  private static Optional<ResourceID> claimId(UploadService service) {
    return Optional.ofNullable(service.getSpec().storage().filesystem())
        .map(filesystem -> filesystem.claimName())
        .map(name -> new ResourceID(name, service.getMetadata().getNamespace()));
  }

  private static String key(ResourceID id) {
    return id.getNamespace().orElseThrow() + "/" + id.getName();
  }
}
