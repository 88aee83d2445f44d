package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashSet;
import java.util.Set;

/**
 * Our HorizontalPodAutoscaler, and those of others that scale our Deployment: with them, too, the
 * operator must not fight over the number of pods.
 */
final class AutoscalerDependent extends OwnedDependent<HorizontalPodAutoscaler> {

  AutoscalerDependent() {
    super(HorizontalPodAutoscaler.class);
  }

  /** Whether somebody else's autoscaler says how many pods there are. KEDA makes such ones, too. */
  boolean isScaledByAnother(UploadService service, Context<UploadService> context) {
    return context
        .getSecondaryResourcesAsStream(HorizontalPodAutoscaler.class)
        .anyMatch(autoscaler ->
            scalesDeployment(autoscaler)
                && target(autoscaler).equals(service.getMetadata().getName())
                && !isOurs(autoscaler, service));
  }

  /** Without the label of ours. */
  @Override
  protected InformerEventSourceConfiguration.Builder<HorizontalPodAutoscaler>
      informerConfigurationBuilder(EventSourceContext<UploadService> context) {
    return super.informerConfigurationBuilder(context).withLabelSelector(null);
  }

  @Override
  public Set<ResourceID> toPrimaryResourceIDs(HorizontalPodAutoscaler autoscaler) {
    var ids = new HashSet<>(super.toPrimaryResourceIDs(autoscaler));
    if (scalesDeployment(autoscaler)) {
      ids.add(new ResourceID(target(autoscaler), autoscaler.getMetadata().getNamespace()));
    }
    return ids;
  }

  private static boolean scalesDeployment(HorizontalPodAutoscaler autoscaler) {
    return "Deployment".equals(autoscaler.getSpec().getScaleTargetRef().getKind());
  }

  private static String target(HorizontalPodAutoscaler autoscaler) {
    return autoscaler.getSpec().getScaleTargetRef().getName();
  }
}
