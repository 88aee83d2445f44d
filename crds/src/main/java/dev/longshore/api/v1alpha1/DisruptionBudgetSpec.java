package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;

/** How many pods may be evicted at once, such as when nodes are drained. */
@ValidationRule(
    value = "!(has(self.maxUnavailable) && has(self.minAvailable))",
    fieldPath = ".minAvailable",
    reason = "FieldValueForbidden",
    message = "give either maxUnavailable or minAvailable")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisruptionBudgetSpec(
    @JsonPropertyDescription("Whether there is a PodDisruptionBudget.") @Default("true")
        Boolean enabled,
    @JsonPropertyDescription(
            "Most pods that may be missing because of evictions, as a number or in percent. Without"
                + " it and without minAvailable: 1.")
        IntOrString maxUnavailable,
    @JsonPropertyDescription(
            "Fewest pods that evictions leave, as a number or in percent. As many as there are"
                + " pods would make draining a node impossible.")
        IntOrString minAvailable) {

  /** Fills in the schema's defaults. */
  public DisruptionBudgetSpec {
    enabled = enabled == null || enabled;
  }
}
