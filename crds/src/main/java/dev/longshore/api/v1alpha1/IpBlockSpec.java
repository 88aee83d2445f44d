package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Addresses in CIDR notation. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IpBlockSpec(
    @JsonPropertyDescription("The block, such as 10.0.0.0/8.") @Required @Size(min = 4, max = 49)
        String cidr,
    @JsonPropertyDescription("Blocks within it that do not count.") @Size(max = 32)
        List<@Size(max = 49) String> except) {}
