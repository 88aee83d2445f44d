package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * The key of a ConfigMap that holds certificate authorities in PEM, such as trust-manager makes.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaConfigMapRef(
    @JsonPropertyDescription("Name of a ConfigMap in the same namespace.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription("Key in the ConfigMap's data.")
        @Default(CaConfigMapRef.DEFAULT_KEY)
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z0-9]+$")
        String key) {

  static final String DEFAULT_KEY = "ca.crt";

  /** Fills in the schema's defaults. */
  public CaConfigMapRef {
    key = key == null ? DEFAULT_KEY : key;
  }
}
