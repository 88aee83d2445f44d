package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** The pods' identity. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceAccountSpec(
    @JsonPropertyDescription(
            "Annotations of the ServiceAccount, such as eks.amazonaws.com/role-arn, by which a"
                + " cloud gives the pods an identity of its own.")
        @Size(max = 32)
        Map<String, @Size(max = 4096) String> annotations) {}
