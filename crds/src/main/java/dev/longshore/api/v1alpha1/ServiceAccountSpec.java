package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The pods' identity. */
@ValidationRule(
    value = "!has(self.name) || !has(self.annotations)",
    fieldPath = ".annotations",
    message =
        "annotations are for the ServiceAccount that is made: annotate your own yourself, or remove name")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceAccountSpec(
    @JsonPropertyDescription(
            "A ServiceAccount that is there already. Without it, one of the name of the UploadService is made.")
        @Size(min = 1, max = 253)
        @Pattern(PodTemplate.OBJECT)
        String name,
    @JsonPropertyDescription(
            "Annotations of the one that is made, such as eks.amazonaws.com/role-arn, by which a cloud gives the pods an identity of its own.")
        @Size(max = 32)
        Map<String, @Size(max = 4096) String> annotations) {}
