package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** An HTTPRoute of the Gateway API in front of the Service, without a limit of time. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpRouteSpec(
    @JsonPropertyDescription("The gateways that the route belongs to.")
        @Required
        @Size(min = 1, max = 32)
        List<GatewayRef> parentRefs,
    @JsonPropertyDescription(
            "Hosts whose /uploads goes to the service. Without it, those of the gateway.")
        @Size(min = 1, max = 16)
        List<@Size(min = 1, max = 253) @Pattern(IngressSpec.HOST) String> hostnames,
    @JsonPropertyDescription("Annotations of the HTTPRoute.") @Size(max = 64)
        Map<String, @Size(max = 4096) String> annotations,
    @JsonPropertyDescription("Further labels of the HTTPRoute.") @Size(max = 32)
        Map<String, @Size(max = 63) String> labels) {}
