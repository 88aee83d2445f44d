package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** The part of Kubernetes' LabelSelector that most pods are found by. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodLabelsSpec(
    @JsonPropertyDescription("Labels that are there with these values.")
        @Required
        @Size(min = 1, max = 32)
        Map<String, @Size(max = 63) String> matchLabels) {}
