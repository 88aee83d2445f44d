package dev.longshore.operator.secret;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.KeyPrefix;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches the Secrets that resources name. They carry no label of ours, so all of the watched
 * namespaces' Secrets pass by; only their digests are kept.
 */
public final class UsedSecrets {

  private static final String INDEX = "uploadservice-by-secret";
  private static final String SCOPE_INDEX = "uploadservice-by-session-scope";

  // Large, many, and never what a pod uses.
  private static final FieldSelector NOT_HELM_OR_TOKEN =
      new FieldSelector(
          new FieldSelector.Field("type", "helm.sh/release.v1", true),
          new FieldSelector.Field("type", "kubernetes.io/service-account-token", true));

  private final List<InformerEventSource<Secret, UploadService>> sources = new ArrayList<>();
  private IndexerResourceCache<UploadService> services;

  /**
   * One event source for all namespaces or one for each of those listed: they must not share a
   * store, since each deletes from it what it does not see itself.
   */
  public List<EventSource<?, UploadService>> eventSources(
      Set<String> namespaces, EventSourceContext<UploadService> context) {
    services = context.getPrimaryCache();
    services.addIndexer(SCOPE_INDEX, service -> List.of(scope(service)));
    context
        .getPrimaryCache()
        .addIndexer(INDEX, service -> secretIds(service).map(UsedSecrets::key).toList());
    if (namespaces.isEmpty()) {
      sources.add(source("used-secret", Set.of(), context));
    }
    namespaces.forEach(
        namespace -> sources.add(source("used-secret-" + namespace, Set.of(namespace), context)));
    return List.copyOf(sources);
  }

  /** Looks up what the resource refers to; the first thing that is amiss, if anything is. */
  public SecretState find(UploadService service) {
    var digests = new TreeMap<String, String>();
    for (var use : SecretUse.of(service)) {
      var data = data(service, use);
      if (data.isEmpty()) {
        return new SecretState.SecretMissing(use);
      }
      var parts = new ArrayList<String>();
      for (var value : use.values()) {
        var digest = data.get().get(value.key());
        if (digest == null) {
          return new SecretState.KeyMissing(use, value);
        }
        if (digest.isEmpty()) {
          return new SecretState.ValueEmpty(use, value);
        }
        parts.add(digest);
      }
      if (use.rollsPods()) {
        digests.put(use.purpose(), String.join("-", parts));
      }
    }
    return new SecretState.Found(Map.copyOf(digests));
  }

  /**
   * An older resource that keeps its sessions under the same keys of the same Redis: what one of
   * them deletes would be the other's.
   */
  public Optional<UploadService> rival(UploadService service) {
    var place = place(service);
    return services.byIndex(SCOPE_INDEX, scope(service)).stream()
        .filter(other -> isOlder(other, service))
        .filter(other -> place.isPresent() && place.equals(place(other)))
        .min(Comparator.comparing(UsedSecrets::age));
  }

  private static String scope(UploadService service) {
    return KeyPrefix.of(service) + " " + service.getSpec().redis().database();
  }

  private Optional<String> place(UploadService service) {
    var ref = service.getSpec().redis().secretRef();
    return secret(new ResourceID(ref.name(), service.getMetadata().getNamespace()))
        .map(Secret::getData)
        .map(data -> data.get(SecretDigests.placeKey(ref.key())));
  }

  private static boolean isOlder(UploadService other, UploadService service) {
    return age(other).compareTo(age(service)) < 0;
  }

  /** Unequal for any two resources. */
  private static String age(UploadService service) {
    var meta = service.getMetadata();
    return String.join(" ", meta.getCreationTimestamp(), meta.getNamespace(), meta.getName());
  }

  private Optional<Map<String, String>> data(UploadService service, SecretUse use) {
    return secret(secretId(service, use)).map(Secret::getData);
  }

  private Optional<Secret> secret(ResourceID id) {
    return sources.stream().map(source -> source.get(id)).flatMap(Optional::stream).findFirst();
  }

  private static InformerEventSource<Secret, UploadService> source(
      String name, Set<String> namespaces, EventSourceContext<UploadService> context) {
    var configuration =
        InformerEventSourceConfiguration.from(Secret.class, UploadService.class)
            .withName(name)
            .withFieldSelector(NOT_HELM_OR_TOKEN)
            .withItemStore(new TransformingItemStore<>(SecretDigests::of))
            .withPrimaryToSecondaryMapper(
                (UploadService service) -> secretIds(service).collect(Collectors.toSet()))
            .withSecondaryToPrimaryMapper(secret ->
                context
                    .getPrimaryCache()
                    .byIndex(INDEX, key(ResourceID.fromResource(secret)))
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

  private static Stream<ResourceID> secretIds(UploadService service) {
    return SecretUse.of(service).stream().map(use -> secretId(service, use));
  }

  private static ResourceID secretId(UploadService service, SecretUse use) {
    return new ResourceID(use.name(), service.getMetadata().getNamespace());
  }

  private static String key(ResourceID id) {
    return id.getNamespace().orElseThrow() + "/" + id.getName();
  }
}
