package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Who is told what happened to uploads. */
@ValidationRule(
    value = "has(self.stream) || has(self.endpoints)",
    reason = "FieldValueRequired",
    message =
        "name who is told: endpoints, or stream: {} for those that read the Redis Stream. To tell"
            + " nobody, leave spec.events out")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventsSpec(
    @JsonPropertyDescription(
            "Least time between two events about the progress of one upload. Hours, minutes and"
                + " seconds, such as 10s; up to 24h. 0s for none of them.")
        @Default(EventsSpec.DEFAULT_PROGRESS_INTERVAL)
        @Size(min = 2, max = 20)
        @Pattern(EventsSpec.TIME)
        @ValidationRule(
            value = "!self.matches('" + EventsSpec.TIME + "') || duration(self) <= duration('24h')",
            message = "must be between 0s and 24h")
        String progressInterval,
    @JsonPropertyDescription(
            "After this time at the latest, one of the pods looks for uploads that expired. Hours,"
                + " minutes and seconds, such as 1m; from 1s to 24h.")
        @Default(EventsSpec.DEFAULT_LOOK_INTERVAL)
        @Size(min = 2, max = 20)
        @Pattern(EventsSpec.TIME)
        @ValidationRule(
            value =
                "!self.matches('"
                    + EventsSpec.TIME
                    + "') || (duration(self) >= duration('1s') && duration(self) <="
                    + " duration('24h'))",
            message = "must be between 1s and 24h")
        String lookInterval,
    @JsonPropertyDescription(
            "The Redis Stream that events are written to, in the same step as the change. There is"
                + " one in any case; the endpoints are served from it.")
        EventStreamSpec stream,
    @JsonPropertyDescription("What is done with events that an endpoint does not take.")
        @Default("{}")
        EventRetrySpec retry,
    @JsonPropertyDescription("What events are posted to, each with a name of its own.")
        @Size(min = 1, max = 16)
        List<EventEndpointSpec> endpoints) {

  static final String TIME = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";
  static final String DEFAULT_PROGRESS_INTERVAL = "10s";
  static final String DEFAULT_LOOK_INTERVAL = "1m";

  /** Fills in the schema's defaults. */
  public EventsSpec {
    progressInterval = progressInterval == null ? DEFAULT_PROGRESS_INTERVAL : progressInterval;
    lookInterval = lookInterval == null ? DEFAULT_LOOK_INTERVAL : lookInterval;
    retry = retry == null ? new EventRetrySpec(null, null, null) : retry;
  }

  /** What an event can be about. */
  public enum Type {
    Created,
    Progressed,
    Completed,
    Aborted,
    Expired
  }
}
