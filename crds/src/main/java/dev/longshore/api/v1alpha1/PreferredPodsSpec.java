package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** A wish for other pods, as in a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreferredPodsSpec(
    @JsonPropertyDescription("How strong it is.") @Required @Min(1) @Max(100) Integer weight,
    @JsonPropertyDescription("The pods, and how near.") @Required PodTermSpec podAffinityTerm) {}
