package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a variable gets its value: exactly one place. */
@ValidationRule(
    value = "has(self.secretKeyRef) != has(self.fieldRef)",
    message = "exactly one must be set: secretKeyRef or fieldRef")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvSourceSpec(
    @JsonPropertyDescription("A key of a Secret.") KeyRef secretKeyRef,
    @JsonPropertyDescription("A field of the pod.") FieldRef fieldRef) {}
