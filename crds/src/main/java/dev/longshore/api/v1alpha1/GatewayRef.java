package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A gateway, as in an HTTPRoute's parentRefs. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GatewayRef(
    @JsonPropertyDescription("Name of the Gateway.") @Required @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription("Its namespace. Without it, the service's own.")
        @Size(min = 1, max = 63)
        String namespace,
    @JsonPropertyDescription("One of its listeners. Without it, all of them.")
        @Size(min = 1, max = 253)
        String sectionName,
    @JsonPropertyDescription("One of its ports. Without it, all of them.") @Min(1) @Max(65535)
        Integer port) {}
