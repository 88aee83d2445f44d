package dev.longshore.operator.pod;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Watches the pods for what is the matter with them; of each, no more than that is kept. */
public final class ServicePods {

  private final List<InformerEventSource<Pod, UploadService>> sources = new ArrayList<>();

  /**
   * One event source for all namespaces or one for each of those listed: they must not share a
   * store, since each deletes from it what it does not see itself.
   */
  public List<EventSource<?, UploadService>> eventSources(
      Set<String> namespaces, EventSourceContext<UploadService> context) {
    if (namespaces.isEmpty()) {
      sources.add(source("pod", Set.of(), context));
    }
    namespaces.forEach(
        namespace -> sources.add(source("pod-" + namespace, Set.of(namespace), context)));
    return List.copyOf(sources);
  }

  /** What is the matter with the newest pod that has any trouble. */
  public Optional<PodTrouble> trouble(UploadService service) {
    return sources.stream()
        .flatMap(source -> source.getSecondaryResources(service).stream())
        .sorted(Comparator.comparing(ServicePods::created).reversed())
        .map(PodTrouble::of)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String created(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getCreationTimestamp()).orElse("");
  }

  private static InformerEventSource<Pod, UploadService> source(
      String name, Set<String> namespaces, EventSourceContext<UploadService> context) {
    var configuration =
        InformerEventSourceConfiguration.from(Pod.class, UploadService.class)
            .withName(name)
            .withLabelSelector(Labels.OWNED)
            .withItemStore(new TransformingItemStore<>(ServicePods::trimmed))
            .withSecondaryToPrimaryMapper(ServicePods::service)
            // A healthy pod says nothing that its Deployment does not say, too.
            .withOnAddFilter(pod -> PodTrouble.of(pod).isPresent())
            .withOnUpdateFilter((now, before) -> !PodTrouble.of(now).equals(PodTrouble.of(before)));
    if (namespaces.isEmpty()) {
      configuration.withWatchAllNamespaces();
    } else {
      configuration.withNamespaces(namespaces);
    }
    return new InformerEventSource<>(configuration.build(), context);
  }

  private static Set<ResourceID> service(Pod pod) {
    return Labels.instance(pod)
        .map(name -> Set.of(new ResourceID(name, pod.getMetadata().getNamespace())))
        .orElseGet(Set::of);
  }

  private static Pod trimmed(Pod pod) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .withResourceVersion(pod.getMetadata().getResourceVersion())
        .withCreationTimestamp(pod.getMetadata().getCreationTimestamp())
        .withDeletionTimestamp(pod.getMetadata().getDeletionTimestamp())
        .withLabels(pod.getMetadata().getLabels())
        .endMetadata()
        .withStatus(PodTrouble.of(pod).isPresent() ? pod.getStatus() : null)
        .build();
  }
}
