package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A taint that keeps no pod away, as in a Pod. */
@ValidationRule(
    value = "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
    fieldPath = ".operator",
    message = "without a key, operator must be Exists")
@ValidationRule(
    value = "!has(self.operator) || self.operator != 'Exists' || !has(self.value)",
    fieldPath = ".value",
    message = "operator Exists takes no value: remove one of them")
@ValidationRule(
    value = "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
    fieldPath = ".tolerationSeconds",
    message = "tolerationSeconds is for the effect NoExecute only")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TolerationSpec(
    @JsonPropertyDescription("The taint. Without it, all, with operator Exists.") @Size(max = 317)
        String key,
    @JsonPropertyDescription("Equal, also without it, or Exists.") Operator operator,
    @JsonPropertyDescription("Value of the taint.") @Size(max = 63) String value,
    @JsonPropertyDescription("What the taint does. Without it, whatever.") Effect effect,
    @JsonPropertyDescription("For NoExecute: after which time pods go all the same.")
        @Min(0)
        @Max(2147483647)
        Integer tolerationSeconds) {

  /** How the value is compared. */
  public enum Operator {
    /** The same value. */
    Equal,
    /** Any value. */
    Exists
  }

  /** What a taint does. */
  public enum Effect {
    /** No new pods. */
    NoSchedule,
    /** New pods only where there is no other place. */
    PreferNoSchedule,
    /** No pods. */
    NoExecute
  }
}
