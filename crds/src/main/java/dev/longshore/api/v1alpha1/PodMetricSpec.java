package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;

/** A metric of the pods that decides how many there are. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodMetricSpec(
    @JsonPropertyDescription("The metric's name as the adapter has it.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-zA-Z_:][a-zA-Z0-9_:]*$")
        String name,
    @JsonPropertyDescription("What a pod shall have of it on average, such as 50.") @Required
        Quantity averageValue) {}
