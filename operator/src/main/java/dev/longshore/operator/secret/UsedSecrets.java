package dev.longshore.operator.secret;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.KeyPrefix;
import dev.longshore.operator.secret.SecretUse.Kind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Watches the Secrets and ConfigMaps that resources name. They carry no label of ours, so all of
 * the watched namespaces' pass by; only their digests are kept.
 */
public final class UsedSecrets {

  private static final String SCOPE_INDEX = "uploadservice-by-session-scope";

  // Large, many, and never what a pod uses.
  private static final FieldSelector NOT_HELM_OR_TOKEN =
      new FieldSelector(
          new FieldSelector.Field("type", "helm.sh/release.v1", true),
          new FieldSelector.Field("type", "kubernetes.io/service-account-token", true));

  // Every namespace has it, and it is the cluster's own.
  private static final FieldSelector NOT_THE_CLUSTERS =
      new FieldSelector(new FieldSelector.Field("metadata.name", "kube-root-ca.crt", true));

  private final NamedObjects<Secret> secrets =
      new NamedObjects<>(
          Secret.class, Kind.Secret, NOT_HELM_OR_TOKEN, SecretDigests::of, Secret::getData);
  private final NamedObjects<ConfigMap> configMaps =
      new NamedObjects<>(
          ConfigMap.class, Kind.ConfigMap, NOT_THE_CLUSTERS, SecretDigests::of, ConfigMap::getData);
  private IndexerResourceCache<UploadService> services;

  /** Event sources that find a resource by what it names. */
  public List<EventSource<?, UploadService>> eventSources(
      Set<String> namespaces, EventSourceContext<UploadService> context) {
    services = context.getPrimaryCache();
    services.addIndexer(SCOPE_INDEX, service -> List.of(scope(service)));
    var sources = new ArrayList<EventSource<?, UploadService>>();
    sources.addAll(secrets.eventSources(namespaces, context));
    sources.addAll(configMaps.eventSources(namespaces, context));
    return sources;
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
    return secrets
        .data(new ResourceID(ref.name(), service.getMetadata().getNamespace()))
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
    return switch (use.kind()) {
      case Secret -> secrets.data(NamedObjects.id(service, use));
      case ConfigMap -> configMaps.data(NamedObjects.id(service, use));
    };
  }
}
