package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** As Kubernetes' LabelSelector. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelSelectorSpec(
    @JsonPropertyDescription("Labels that are there with these values.") @Size(max = 32)
        Map<String, @Size(max = 63) String> matchLabels,
    @JsonPropertyDescription("Further conditions, all of which hold.") @Size(max = 32)
        List<LabelRequirementSpec> matchExpressions) {}
