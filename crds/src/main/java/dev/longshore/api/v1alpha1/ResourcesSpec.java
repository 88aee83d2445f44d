package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** CPU and memory of a pod's container, as in a Pod. */
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits) || self.requests.all(name, !(name in self.limits)"
            + " || !isQuantity(string(self.requests[name])) ||"
            + " !isQuantity(string(self.limits[name])) ||"
            + " quantity(string(self.requests[name])).compareTo(quantity(string(self.limits[name])))"
            + " <= 0)",
    fieldPath = ".requests",
    message = "must not be more than the limit of the same name in spec.resources.limits")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourcesSpec(
    @JsonPropertyDescription("What a node must have free for the pod, such as cpu and memory.")
        @Size(max = 8)
        Map<String, Quantity> requests,
    @JsonPropertyDescription("What the pod may use at most, such as cpu and memory.") @Size(max = 8)
        Map<String, Quantity> limits) {

  static final ResourcesSpec DEFAULT =
      new ResourcesSpec(
          Map.of("cpu", new Quantity("100m"), "memory", new Quantity("256Mi")),
          Map.of("memory", new Quantity("256Mi")));
}
