package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The key of a Secret that holds what events are signed with. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventSecretRef(
    @JsonPropertyDescription("Name of a Secret in the same namespace.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription(
            "Key in the Secret's data: whsec_ and at least 24 random bytes in Base64; several such"
                + " with white space between them while one replaces another.")
        @Default(EventSecretRef.DEFAULT_KEY)
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z0-9]+$")
        String key) {

  static final String DEFAULT_KEY = "webhook-secret";

  /** Fills in the schema's defaults. */
  public EventSecretRef {
    key = key == null ? DEFAULT_KEY : key;
  }
}
