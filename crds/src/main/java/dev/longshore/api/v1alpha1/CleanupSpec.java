package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Freeing what uploads that expired, ended or were lost left in the storage. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CleanupSpec(
    @JsonPropertyDescription(
            "After this time at the latest, one of the pods looks through the storage again. Hours,"
                + " minutes and seconds, such as 10m; from 10s to 24h.")
        @Default(CleanupSpec.DEFAULT_INTERVAL)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('10s') && duration(self) <= duration('24h'))",
            message = "must be between 10s and 24h")
        String interval) {

  static final String DEFAULT_INTERVAL = "10m";

  /** Fills in the schema's defaults. */
  public CleanupSpec {
    interval = interval == null ? DEFAULT_INTERVAL : interval;
  }
}
