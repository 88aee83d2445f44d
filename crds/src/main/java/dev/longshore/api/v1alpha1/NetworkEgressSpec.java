package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Whom the pods may reach, and on which ports. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkEgressSpec(
    @JsonPropertyDescription("Whom. Without it, everybody.") @Size(min = 1, max = 32)
        List<NetworkPeerSpec> to,
    @JsonPropertyDescription("TCP ports. Without it, all of them.") @Size(min = 1, max = 32)
        List<@Min(1) @Max(65535) Integer> ports) {}
