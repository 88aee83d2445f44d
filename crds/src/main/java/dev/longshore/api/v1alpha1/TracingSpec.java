package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Traces of requests, sent with OpenTelemetry. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TracingSpec(
    @JsonPropertyDescription(
            "Where the collector takes OTLP over HTTP, without /v1/traces, such as"
                + " http://otel-collector.observability:4318.")
        @Required
        @Size(min = 1, max = 2048)
        @Pattern("^https?://[^/?#\\s]+(/[^?#\\s]*)?$")
        String endpoint,
    @JsonPropertyDescription(
            "How many of the requests that no client has decided about are traced, from 0 to 1,"
                + " such as \"0.1\".")
        @Default(TracingSpec.ALL)
        @Size(min = 1, max = 8)
        @Pattern("^(0([.][0-9]{1,6})?|1([.]0{1,6})?)$")
        String samplerRatio,
    @JsonPropertyDescription(
            "Header fields that the collector wants, such as a token: name=value pairs with commas"
                + " between them, in a Secret.")
        TracingHeadersRef headersSecretRef) {

  static final String ALL = "1";

  /** Fills in the schema's defaults. */
  public TracingSpec {
    samplerRatio = samplerRatio == null ? ALL : samplerRatio;
  }
}
