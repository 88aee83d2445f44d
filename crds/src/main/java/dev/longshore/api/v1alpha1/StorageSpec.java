package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** Where uploads lie: one kind of storage and how objects behave in it. */
@ValidationRule(
    value = "[has(self.filesystem), has(self.s3)].filter(kind, kind).size() == 1",
    reason = "FieldValueRequired",
    message = "exactly one kind of storage must be set: filesystem or s3")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
    @JsonPropertyDescription("Uploads are files on a volume that all pods mount.")
        FilesystemSpec filesystem,
    @JsonPropertyDescription("Uploads are objects in a bucket.") S3Spec s3,
    @JsonPropertyDescription(
            "Whether an upload may replace a finished object of the same path. If not, the client"
                + " gets an error before it has sent a byte.")
        @Default("false")
        Boolean allowOverwrite) {

  /** Fills in the schema's defaults. */
  public StorageSpec {
    allowOverwrite = allowOverwrite != null && allowOverwrite;
  }
}
