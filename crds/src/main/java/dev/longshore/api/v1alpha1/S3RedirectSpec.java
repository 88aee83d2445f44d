package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Sending readers to the bucket. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3RedirectSpec(
    @JsonPropertyDescription(
            "How long a signed URL can be used, by whoever has it. Hours, minutes and seconds, such"
                + " as 15m; from 1s to 168h.")
        @Default(S3RedirectSpec.DEFAULT_LIFETIME)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('1s') && duration(self) <= duration('168h'))",
            message = "must be between 1s and 168h")
        String lifetime,
    @JsonPropertyDescription(
            "URL by which readers reach the bucket's server, where it is not that of"
                + " storage.s3.endpoint, such as https://files.example.com.")
        @Size(min = 8, max = 2048)
        @Pattern("^https?://[^/?#@\\s]+/?$")
        String endpoint) {

  static final String DEFAULT_LIFETIME = "15m";

  /** Fills in the schema's defaults. */
  public S3RedirectSpec {
    lifetime = lifetime == null ? DEFAULT_LIFETIME : lifetime;
  }
}
