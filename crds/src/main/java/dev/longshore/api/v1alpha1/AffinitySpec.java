package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Which nodes pods want, and which neighbours, in the words of a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AffinitySpec(
    @JsonPropertyDescription("Which nodes pods want.") NodeAffinitySpec nodeAffinity,
    @JsonPropertyDescription("Which pods they want to run beside.") PodAffinitySpec podAffinity,
    @JsonPropertyDescription("Which pods they want to keep away from.")
        PodAffinitySpec podAntiAffinity) {}
