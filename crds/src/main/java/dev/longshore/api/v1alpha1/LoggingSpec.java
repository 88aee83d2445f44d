package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** What pods log, to standard output. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoggingSpec(
    @JsonPropertyDescription("text for people, json for what collects logs.") @Default("text")
        Format format,
    @JsonPropertyDescription(
            "The least level of what the service itself says. Give OFF in quotes: YAML takes it"
                + " for false.")
        @Default("INFO")
        Level level,
    @JsonPropertyDescription("Whether each request is logged when it is answered.")
        @Default("false")
        Boolean access) {

  /** Of a line. */
  public enum Format {
    /** For people. */
    @JsonProperty("text")
    TEXT,
    /** An object in each line. */
    @JsonProperty("json")
    JSON
  }

  /** As logging libraries name them. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
  }

  /** Fills in the schema's defaults. */
  public LoggingSpec {
    format = format == null ? Format.TEXT : format;
    level = level == null ? Level.INFO : level;
    access = access != null && access;
  }
}
