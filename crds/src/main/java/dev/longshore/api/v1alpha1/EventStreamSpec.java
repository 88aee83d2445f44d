package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** The Redis Stream of events. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventStreamSpec(
    @JsonPropertyDescription(
            "Events that are kept, give or take a hundred; about half a kilobyte each. Older ones"
                + " go, also where an endpoint has not had them yet: that is logged and counted.")
        @Default("100000")
        @Min(1000)
        @Max(100_000_000)
        Integer maxLength) {

  static final int DEFAULT_MAX_LENGTH = 100_000;

  /** Fills in the schema's defaults. */
  public EventStreamSpec {
    maxLength = maxLength == null ? DEFAULT_MAX_LENGTH : maxLength;
  }
}
