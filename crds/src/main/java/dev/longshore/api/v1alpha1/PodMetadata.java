package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Labels and annotations of the pods, beside those of the operator. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodMetadata(
    @JsonPropertyDescription("Further labels.")
        @ValidationRule(
            value =
                "self.all(name, !name.startsWith('longshore.dev/') && !(name in ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/managed-by', 'app.kubernetes.io/part-of']))",
            message =
                "longshore.dev/ and app.kubernetes.io/name, instance, managed-by and part-of are the operator's, which finds its pods by them: use another prefix")
        @Size(max = 32)
        Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Further annotations.")
        @ValidationRule(
            value = "self.all(name, !name.startsWith('longshore.dev/'))",
            message =
                "longshore.dev/ is the operator's: use another prefix, and annotate the UploadService to pause or restart it")
        @Size(max = 32)
        Map<String, @Size(max = 4096) String> annotations) {}
