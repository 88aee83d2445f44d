package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where a container finds a volume, as in a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MountSpec(
    @JsonPropertyDescription("The volume.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(PodTemplate.NAME)
        String name,
    @JsonPropertyDescription("Where it is.")
        @Required
        @Size(min = 1, max = 512)
        @Pattern("^/[^:]*$")
        String mountPath,
    @JsonPropertyDescription("What of the volume, without it all.") @Size(max = 512) String subPath,
    @JsonPropertyDescription("Whether it is read only.") Boolean readOnly) {}
