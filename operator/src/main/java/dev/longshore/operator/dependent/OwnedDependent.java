package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;

/**
 * An object of the service's own name that lives and dies with it. Written by server-side apply
 * when what is there differs from what is desired in a field that the operator manages.
 */
abstract class OwnedDependent<R extends HasMetadata>
    extends CRUDKubernetesDependentResource<R, UploadService> {

  protected OwnedDependent(Class<R> type) {
    super(type);
  }

  @Override
  protected InformerEventSourceConfiguration.Builder<R> informerConfigurationBuilder(
      EventSourceContext<UploadService> context) {
    return super.informerConfigurationBuilder(context)
        .withNamespacesInheritedFromController()
        .withLabelSelector(Labels.OWNED);
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      UploadService service, Context<UploadService> context) {
    return ResourceID.fromResource(service);
  }

  /**
   * The informer sees ours only, so before the first write somebody else's has to be looked for.
   */
  @Override
  protected R handleCreate(R desired, UploadService service, Context<UploadService> context) {
    var existing = context.getClient().resource(desired).get();
    if (existing == null) {
      return super.handleCreate(desired, service, context);
    }
    if (!isOurs(existing, service)) {
      throw new NameConflictException(existing);
    }
    return handleUpdate(existing, desired, service, context);
  }

  @Override
  protected void addReferenceHandlingMetadata(R desired, UploadService service) {
    desired
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(service.getApiVersion())
                    .withKind(service.getKind())
                    .withName(service.getMetadata().getName())
                    .withUid(service.getMetadata().getUid())
                    .withController(true)
                    // true would need a permission on finalizers where owners are protected
                    .withBlockOwnerDeletion(false)
                    .build()));
  }

  /** Also ours: what lost our label or owner reference, but was applied by us. */
  private static boolean isOurs(HasMetadata existing, UploadService service) {
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
