package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.desired.Intent;
import dev.longshore.operator.desired.Labels;
import dev.longshore.operator.desired.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An object of the service's own name. Written by server-side apply when what is there differs from
 * what is desired in a field that the operator manages; removed when none is desired.
 */
abstract class OwnedDependent<R extends HasMetadata>
    extends CRUDKubernetesDependentResource<R, UploadService>
    implements SecondaryToPrimaryMapper<R>, Child<R> {

  OwnedDependent(Class<R> type) {
    super(type, type.getSimpleName().toLowerCase(Locale.ROOT));
  }

  @Override
  public final Optional<R> seen(UploadService service, Context<UploadService> context) {
    return getSecondaryResource(service, context);
  }

  @Override
  public final Optional<R> apply(
      Optional<R> desired, UploadService service, Context<UploadService> context) {
    var actual = seen(service, context);
    if (desired.isEmpty()) {
      actual
          .filter(object -> isOurs(object, service))
          .ifPresent(object -> context.getClient().resource(object).delete());
      return Optional.empty();
    }
    return Optional.of(
        actual.isEmpty()
            ? handleCreate(desired.get(), service, context)
            : change(actual.get(), desired.get(), service, context));
  }

  private R change(R actual, R desired, UploadService service, Context<UploadService> context) {
    if (!isOurs(actual, service) && !Intent.adopts(service)) {
      throw new NameConflictException(actual);
    }
    return match(actual, desired, service, context).matched()
        ? actual
        : handleUpdate(actual, desired, service, context);
  }

  /**
   * The informer sees ours only: what turns out to be there already may be somebody else's. Where
   * it was the last time, it is looked for before anything is written.
   */
  @Override
  protected final R handleCreate(R desired, UploadService service, Context<UploadService> context) {
    if (NameConflictException.isReportedBy(service)) {
      return takeOver(existing(desired, context), desired, service, context);
    }
    try {
      return super.handleCreate(desired, service, context);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      desired.getMetadata().setResourceVersion(null);
      return takeOver(existing(desired, context), desired, service, context);
    }
  }

  private Optional<R> existing(R desired, Context<UploadService> context) {
    return Optional.ofNullable(context.getClient().resource(desired).get());
  }

  private R takeOver(
      Optional<R> existing, R desired, UploadService service, Context<UploadService> context) {
    return existing.isEmpty()
        ? super.handleCreate(desired, service, context)
        : change(existing.get(), desired, service, context);
  }

  @Override
  protected InformerEventSourceConfiguration.Builder<R> informerConfigurationBuilder(
      EventSourceContext<UploadService> context) {
    return super.informerConfigurationBuilder(context)
        .withNamespacesInheritedFromController()
        .withLabelSelector(Labels.OWNED);
  }

  @Override
  public Set<ResourceID> toPrimaryResourceIDs(R object) {
    return Set.of(ResourceID.fromResource(object));
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      UploadService service, Context<UploadService> context) {
    return ResourceID.fromResource(service);
  }

  @Override
  protected void addReferenceHandlingMetadata(R desired, UploadService service) {
    desired.getMetadata().setOwnerReferences(Ownership.of(service));
  }

  /** Also ours: what lost our label or owner reference, but was applied by us. */
  static boolean isOurs(HasMetadata existing, UploadService service) {
    var owners = existing.getMetadata().getOwnerReferences();
    var owned =
        owners.stream()
            .map(OwnerReference::getUid)
            .anyMatch(service.getMetadata().getUid()::equals);
    return owned || (owners.isEmpty() && wasAppliedByUs(existing));
  }

  private static boolean wasAppliedByUs(HasMetadata existing) {
    return existing.getMetadata().getManagedFields().stream()
        .anyMatch(entry ->
            OperatorConfig.FIELD_MANAGER.equals(entry.getManager())
                && "Apply".equals(entry.getOperation()));
  }
}
