package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Reading back what was uploaded. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadSpec(
    @JsonPropertyDescription(
            "Sends readers to the bucket by a signed URL. Without it, the bytes go through the"
                + " pods.")
        S3RedirectSpec s3Redirect) {}
