package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.desired.DesiredDeployment;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.Matcher;
import java.util.Map;

/** The Deployment, whose number of pods may be ours to say or an autoscaler's. */
final class DeploymentDependent extends OwnedDependent<Deployment> {

  /** Holds the number between the operator and an autoscaler; never to be renamed. */
  private static final String HANDOVER = OperatorConfig.FIELD_MANAGER + "-handover";

  DeploymentDependent() {
    super(Deployment.class);
  }

  /** Other pods are seen by their marks, without comparing a field. */
  @Override
  public Matcher.Result<Deployment> match(
      Deployment actual,
      Deployment desired,
      UploadService service,
      Context<UploadService> context) {
    return DesiredDeployment.hasOtherPods(actual, desired)
        ? Matcher.Result.nonComputed(false)
        : super.match(actual, desired, service, context);
  }

  /**
   * Nobody's number would become 1. So what stops being ours is first held for the autoscaler by
   * another field manager, as Kubernetes' documentation on server-side apply advises.
   */
  @Override
  public Deployment update(
      Deployment actual,
      Deployment desired,
      UploadService service,
      Context<UploadService> context) {
    if (desired.getSpec().getReplicas() == null && isNumberOurs(actual)) {
      handOver(actual, context);
    }
    return super.update(actual, desired, service, context);
  }

  private static void handOver(Deployment actual, Context<UploadService> context) {
    var number =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(actual.getMetadata().getName())
            .withNamespace(actual.getMetadata().getNamespace())
            .endMetadata()
            .withNewSpec()
            .withReplicas(actual.getSpec().getReplicas())
            .endSpec()
            .build();
    context
        .getClient()
        .resource(number)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(HANDOVER)
                .withForce(true)
                .build());
  }

  private static boolean isNumberOurs(Deployment actual) {
    return actual.getMetadata().getManagedFields().stream()
        .filter(entry -> OperatorConfig.FIELD_MANAGER.equals(entry.getManager()))
        .map(ManagedFieldsEntry::getFieldsV1)
        .map(FieldsV1::getAdditionalProperties)
        .map(fields -> fields.get("f:spec"))
        .anyMatch(spec -> spec instanceof Map<?, ?> fields && fields.containsKey("f:replicas"));
  }
}
