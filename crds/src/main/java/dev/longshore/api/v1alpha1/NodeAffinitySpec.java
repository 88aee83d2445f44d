package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Which nodes pods want, as in a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeAffinitySpec(
    @JsonPropertyDescription("A must.")
        NodeTermsSpec requiredDuringSchedulingIgnoredDuringExecution,
    @JsonPropertyDescription("Wishes.") @Size(max = 16)
        List<PreferredNodeSpec> preferredDuringSchedulingIgnoredDuringExecution) {}
