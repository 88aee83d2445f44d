package dev.longshore.operator.secret;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects of one kind that resources name, watched without a label and kept as digests. */
final class NamedObjects<R extends HasMetadata> {

  private final Class<R> type;
  private final SecretUse.Kind kind;
  private final FieldSelector without;
  private final UnaryOperator<R> digests;
  private final Function<R, Map<String, String>> data;
  private final String name;
  private final List<InformerEventSource<R, UploadService>> sources = new ArrayList<>();

  NamedObjects(
      Class<R> type,
      SecretUse.Kind kind,
      FieldSelector without,
      UnaryOperator<R> digests,
      Function<R, Map<String, String>> data) {
    this.type = type;
    this.kind = kind;
    this.without = without;
    this.digests = digests;
    this.data = data;
    this.name = "used-" + kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * One event source for all namespaces or one for each of those listed: they must not share a
   * store, since each deletes from it what it does not see itself.
   */
  List<InformerEventSource<R, UploadService>> eventSources(
      Set<String> namespaces, EventSourceContext<UploadService> context) {
    context
        .getPrimaryCache()
        .addIndexer(name, service -> ids(service).map(NamedObjects::key).toList());
    if (namespaces.isEmpty()) {
      sources.add(source(name, Set.of(), context));
    }
    namespaces.forEach(
        namespace -> sources.add(source(name + "-" + namespace, Set.of(namespace), context)));
    return List.copyOf(sources);
  }

  /** Digests by key, if the object is there. */
  Optional<Map<String, String>> data(ResourceID id) {
    return sources.stream()
        .map(source -> source.get(id))
        .flatMap(Optional::stream)
        .findFirst()
        .map(data);
  }

  private InformerEventSource<R, UploadService> source(
      String source, Set<String> namespaces, EventSourceContext<UploadService> context) {
    var configuration =
        InformerEventSourceConfiguration.from(type, UploadService.class)
            .withName(source)
            .withFieldSelector(without)
            .withItemStore(new TransformingItemStore<>(digests))
            .withPrimaryToSecondaryMapper(
                (UploadService service) -> ids(service).collect(Collectors.toSet()))
            .withSecondaryToPrimaryMapper(object ->
                context
                    .getPrimaryCache()
                    .byIndex(name, key(ResourceID.fromResource(object)))
                    .stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()));
    if (namespaces.isEmpty()) {
      configuration.withWatchAllNamespaces();
    } else {
      configuration.withNamespaces(namespaces);
    }
    return new InformerEventSource<>(configuration.build(), context);
  }

  private Stream<ResourceID> ids(UploadService service) {
    return SecretUse.of(service).stream()
        .filter(use -> use.kind() == kind)
        .map(use -> id(service, use));
  }

  static ResourceID id(UploadService service, SecretUse use) {
    return new ResourceID(use.name(), service.getMetadata().getNamespace());
  }

  private static String key(ResourceID id) {
    return id.getNamespace().orElseThrow() + "/" + id.getName();
  }
}
