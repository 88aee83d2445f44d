package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** As whom a further container runs; never as root, and with no privileges. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerSecuritySpec(
    @JsonPropertyDescription("The user. Without it, the pod's.") @Min(1) @Max(2147483647)
        Integer runAsUser,
    @JsonPropertyDescription("The group. Without it, the pod's.") @Min(1) @Max(2147483647)
        Integer runAsGroup,
    @JsonPropertyDescription("Whether its own files are read only.")
        Boolean readOnlyRootFilesystem) {}
