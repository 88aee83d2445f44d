package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** When events that an endpoint did not take are sent again, and for how long. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventRetrySpec(
    @JsonPropertyDescription(
            "Pause after the first failure; doubled by each further one. From 1s to 1h.")
        @Default(EventRetrySpec.DEFAULT_BACKOFF)
        @Size(min = 2, max = 20)
        @Pattern(EventsSpec.TIME)
        @ValidationRule(
            value =
                "!self.matches('"
                    + EventsSpec.TIME
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('1h'))",
            message = "must be between 1s and 1h")
        String backoff,
    @JsonPropertyDescription("Longest such pause. From 1s to 1h.")
        @Default(EventRetrySpec.DEFAULT_MAX_BACKOFF)
        @Size(min = 2, max = 20)
        @Pattern(EventsSpec.TIME)
        @ValidationRule(
            value =
                "!self.matches('"
                    + EventsSpec.TIME
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('1h'))",
            message = "must be between 1s and 1h")
        String maxBackoff,
    @JsonPropertyDescription(
            "An older event that fails is put aside, for people to look at, and the next one of its"
                + " upload is sent. Such as 72h; from 1m to 8760h.")
        @Default(EventRetrySpec.DEFAULT_MAX_AGE)
        @Size(min = 2, max = 20)
        @Pattern(EventsSpec.TIME)
        @ValidationRule(
            value =
                "!self.matches('"
                    + EventsSpec.TIME
                    + "') || (duration(self) >= duration('1m') && duration(self) <="
                    + " duration('8760h'))",
            message = "must be between 1m and 8760h")
        String maxAge) {

  static final String DEFAULT_BACKOFF = "1s";
  static final String DEFAULT_MAX_BACKOFF = "5m";
  static final String DEFAULT_MAX_AGE = "72h";

  /** Fills in the schema's defaults. */
  public EventRetrySpec {
    backoff = backoff == null ? DEFAULT_BACKOFF : backoff;
    maxBackoff = maxBackoff == null ? DEFAULT_MAX_BACKOFF : maxBackoff;
    maxAge = maxAge == null ? DEFAULT_MAX_AGE : maxAge;
  }
}
