package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** A volume that is gone with its pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EphemeralSpec(
    @JsonPropertyDescription("The volume's size: a pod that stores more is evicted.")
        @Default(EphemeralSpec.DEFAULT_SIZE_LIMIT)
        @ValidationRule(
            value =
                "!isQuantity(string(self)) || quantity(string(self)).isGreaterThan(quantity('0'))",
            message = "must be more than 0")
        Quantity sizeLimit) {

  static final String DEFAULT_SIZE_LIMIT = "10Gi";

  /** Fills in the schema's defaults. */
  public EphemeralSpec {
    sizeLimit = sizeLimit == null ? new Quantity(DEFAULT_SIZE_LIMIT) : sizeLimit;
  }
}
