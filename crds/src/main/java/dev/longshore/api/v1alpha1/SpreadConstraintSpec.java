package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** How the service's pods are spread, as in a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SpreadConstraintSpec(
    @JsonPropertyDescription("Largest difference between two places.")
        @Default("1")
        @Min(1)
        @Max(1000)
        Integer maxSkew,
    @JsonPropertyDescription("Label of nodes that names the place.")
        @Required
        @Size(min = 1, max = 317)
        String topologyKey,
    @JsonPropertyDescription("Whether it is a must or a wish.") @Default("ScheduleAnyway")
        WhenUnsatisfiable whenUnsatisfiable) {

  /** What a pod does that would break it. */
  public enum WhenUnsatisfiable {
    /** It waits. */
    DoNotSchedule,
    /** It runs all the same. */
    ScheduleAnyway
  }

  /** Fills in the schema's defaults. */
  public SpreadConstraintSpec {
    maxSkew = maxSkew == null ? 1 : maxSkew;
    whenUnsatisfiable =
        whenUnsatisfiable == null ? WhenUnsatisfiable.ScheduleAnyway : whenUnsatisfiable;
  }
}
