package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** How the Prometheus Operator finds the pods' metrics. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MonitoringSpec(
    @JsonPropertyDescription("What is made: a ServiceMonitor or a PodMonitor.")
        @Default("ServiceMonitor")
        Kind kind,
    @JsonPropertyDescription("Time between two looks, such as 30s. Without it, Prometheus' own.")
        @Size(min = 2, max = 20)
        @Pattern(MonitoringSpec.TIME)
        String interval,
    @JsonPropertyDescription("Longest that a look may take. Without it, Prometheus' own.")
        @Size(min = 2, max = 20)
        @Pattern(MonitoringSpec.TIME)
        String scrapeTimeout,
    @JsonPropertyDescription(
            "Labels by which a Prometheus chooses what it looks at, such as release:"
                + " kube-prometheus-stack.")
        @Size(max = 32)
        Map<String, @Size(max = 63) String> labels) {

  /** Prometheus' own form of durations. */
  static final String TIME = "^([0-9]+(ms|s|m|h))+$";

  /** Kinds of the Prometheus Operator. */
  public enum Kind {
    /** Finds pods by their Service. */
    ServiceMonitor,
    /** Finds pods by themselves. */
    PodMonitor
  }

  /** Fills in the schema's defaults. */
  public MonitoringSpec {
    kind = kind == null ? Kind.ServiceMonitor : kind;
  }
}
