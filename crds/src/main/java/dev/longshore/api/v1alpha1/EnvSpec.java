package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A variable, as in a Pod. */
@ValidationRule(
    value = "!has(self.value) || !has(self.valueFrom)",
    message = "give either value or valueFrom")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvSpec(
    @JsonPropertyDescription("Its name.")
        @Required
        @Size(min = 1, max = 128)
        @Pattern("^[-._a-zA-Z][-._a-zA-Z0-9]*$")
        String name,
    @JsonPropertyDescription("Its value.") @Size(max = 8192) String value,
    @JsonPropertyDescription("Where its value is.") EnvSourceSpec valueFrom) {}
