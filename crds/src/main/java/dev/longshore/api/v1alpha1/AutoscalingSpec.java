package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How many pods there are is up to a HorizontalPodAutoscaler. */
@ValidationRule(
    value = "self.minReplicas <= self.maxReplicas",
    fieldPath = ".maxReplicas",
    message = "must not be less than minReplicas")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AutoscalingSpec(
    @JsonPropertyDescription("Fewest pods.") @Default("1") @Min(1) @Max(1000) Integer minReplicas,
    @JsonPropertyDescription("Most pods.") @Required @Min(1) @Max(1000) Integer maxReplicas,
    @JsonPropertyDescription(
            "CPU of all pods together, in percent of what they request, that more pods are added"
                + " above and fewer are needed below. Without it and without podMetrics: 80.")
        @Min(1)
        @Max(1000)
        Integer targetCPUUtilizationPercentage,
    @JsonPropertyDescription(
            "Metrics of the pods that an adapter brings to Kubernetes, such as"
                + " longshore_bodies_receiving. The one that asks for most pods decides.")
        @Size(min = 1, max = 8)
        List<PodMetricSpec> podMetrics,
    @JsonPropertyDescription(
            "Seconds for which fewer pods must have been enough before any is taken away. Without"
                + " it, 300, as Kubernetes has it.")
        @Min(0)
        @Max(3600)
        Integer scaleDownStabilizationWindowSeconds) {

  /** Fills in the schema's defaults. */
  public AutoscalingSpec {
    minReplicas = minReplicas == null ? 1 : minReplicas;
  }
}
