package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Browsers: pages of which other origins may upload. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CorsSpec(
    @JsonPropertyDescription(
            "Origins, exactly as browsers send them, such as https://app.example; or * alone for"
                + " all, without credentials.")
        @Required
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.size() == 1 || !('*' in self)",
            message = "* must stand alone")
        List<@Pattern("^([*]|https?://[^/?#,\\s]+)$") @Size(min = 1, max = 253) String>
            allowedOrigins) {}
