package dev.longshore.operator.secret;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Watches the Secrets that resources name. They carry no label of ours, so all of the watched
 * namespaces' Secrets pass by; only their digests are kept.
 */
public final class RedisSecrets {

  private static final String INDEX = "uploadservice-by-redis-secret";

  // Large, many, and never a Redis connection string.
  private static final FieldSelector NOT_HELM_OR_TOKEN =
      new FieldSelector(
          new FieldSelector.Field("type", "helm.sh/release.v1", true),
          new FieldSelector.Field("type", "kubernetes.io/service-account-token", true));

  private final List<InformerEventSource<Secret, UploadService>> sources = new ArrayList<>();

  /**
   * One event source for all namespaces or one for each of those listed: they must not share a
   * store, since each deletes from it what it does not see itself.
   */
  public List<EventSource<?, UploadService>> eventSources(
      Set<String> namespaces, EventSourceContext<UploadService> context) {
    context.getPrimaryCache().addIndexer(INDEX, service -> List.of(key(secretId(service))));
    if (namespaces.isEmpty()) {
      sources.add(source("redis-secret", Set.of(), context));
    }
    namespaces.forEach(
        namespace -> sources.add(source("redis-secret-" + namespace, Set.of(namespace), context)));
    return List.copyOf(sources);
  }

  /** Looks up what the resource refers to. */
  public SecretState find(UploadService service) {
    var key = service.getSpec().redis().secretRef().key();
    return sources.stream()
        .map(source -> source.get(secretId(service)))
        .flatMap(Optional::stream)
        .findFirst()
        .map(secret -> judge(secret.getData().get(key)))
        .orElseGet(SecretState.SecretMissing::new);
  }

  private static SecretState judge(String digest) {
    if (digest == null) {
      return new SecretState.KeyMissing();
    }
    return digest.isEmpty() ? new SecretState.ValueEmpty() : new SecretState.Found(digest);
  }

  private static InformerEventSource<Secret, UploadService> source(
      String name, Set<String> namespaces, EventSourceContext<UploadService> context) {
    var configuration =
        InformerEventSourceConfiguration.from(Secret.class, UploadService.class)
            .withName(name)
            .withFieldSelector(NOT_HELM_OR_TOKEN)
            .withItemStore(new TransformingItemStore<>(SecretDigests::of))
            .withPrimaryToSecondaryMapper((UploadService service) -> Set.of(secretId(service)))
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

  private static ResourceID secretId(UploadService service) {
    return new ResourceID(
        service.getSpec().redis().secretRef().name(), service.getMetadata().getNamespace());
  }

  private static String key(ResourceID id) {
    return id.getNamespace().orElseThrow() + "/" + id.getName();
  }
}
