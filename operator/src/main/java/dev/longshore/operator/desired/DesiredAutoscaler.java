package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.AutoscalingSpec;
import dev.longshore.api.v1alpha1.PodMetricSpec;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The HorizontalPodAutoscaler of an upload service. */
public final class DesiredAutoscaler {

  /** As many have it: room for the time that a new pod takes to start. */
  private static final int CPU_PERCENT = 80;

  private DesiredAutoscaler() {}

  /** The autoscaler that the resource asks for, if it does. */
  public static Optional<HorizontalPodAutoscaler> of(UploadService service) {
    return Optional.ofNullable(service.getSpec().autoscaling())
        .map(autoscaling ->
            new HorizontalPodAutoscalerBuilder()
                .withMetadata(ObjectMetas.of(service))
                .withNewSpec()
                .withNewScaleTargetRef()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(service.getMetadata().getName())
                .endScaleTargetRef()
                .withMinReplicas(autoscaling.minReplicas())
                .withMaxReplicas(autoscaling.maxReplicas())
                .withMetrics(metrics(autoscaling))
                .withBehavior(behavior(autoscaling))
                .endSpec()
                .build());
  }

  private static List<MetricSpec> metrics(AutoscalingSpec autoscaling) {
    var metrics = new ArrayList<MetricSpec>();
    var pods = Optional.ofNullable(autoscaling.podMetrics()).orElse(List.of());
    var cpu = autoscaling.targetCPUUtilizationPercentage();
    if (cpu != null || pods.isEmpty()) {
      metrics.add(cpu(cpu == null ? CPU_PERCENT : cpu));
    }
    pods.forEach(metric -> metrics.add(ofPods(metric)));
    return metrics;
  }

  private static MetricSpec cpu(int percent) {
    return new MetricSpecBuilder()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(percent)
        .endTarget()
        .endResource()
        .build();
  }

  private static MetricSpec ofPods(PodMetricSpec metric) {
    return new MetricSpecBuilder()
        .withType("Pods")
        .withNewPods()
        .withNewMetric()
        .withName(metric.name())
        .endMetric()
        .withNewTarget()
        .withType("AverageValue")
        .withAverageValue(CanonicalQuantity.of(metric.averageValue()))
        .endTarget()
        .endPods()
        .build();
  }

  private static HorizontalPodAutoscalerBehavior behavior(AutoscalingSpec autoscaling) {
    var window = autoscaling.scaleDownStabilizationWindowSeconds();
    return window == null
        ? null
        : new HorizontalPodAutoscalerBehaviorBuilder()
            .withNewScaleDown()
            .withStabilizationWindowSeconds(window)
            .endScaleDown()
            .build();
  }
}
