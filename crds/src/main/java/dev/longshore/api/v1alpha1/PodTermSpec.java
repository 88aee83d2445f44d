package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Other pods, and how near they are, as in a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTermSpec(
    @JsonPropertyDescription("The pods. Without it, those of this service.")
        PodLabelsSpec labelSelector,
    @JsonPropertyDescription("Their namespaces. Without it, that of this service.") @Size(max = 16)
        List<@Size(max = 63) String> namespaces,
    @JsonPropertyDescription(
            "Label of nodes that names the place, such as" + " kubernetes.io/hostname.")
        @Required
        @Size(min = 1, max = 317)
        String topologyKey) {}
