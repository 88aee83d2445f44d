package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Server-side encryption that is asked for with every object. */
@ValidationRule(
    value = "!has(self.kmsKeyId) || self.algorithm != 'AES256'",
    fieldPath = ".kmsKeyId",
    reason = "FieldValueForbidden",
    message = "needs algorithm aws:kms")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3EncryptionSpec(
    @JsonPropertyDescription("AES256 for keys of S3 itself, aws:kms for keys of KMS.") @Required
        Algorithm algorithm,
    @JsonPropertyDescription("The KMS key. Without it, the bucket's own.")
        @Size(min = 1, max = 2048)
        String kmsKeyId) {

  /** As in the header {@code x-amz-server-side-encryption}. */
  public enum Algorithm {
    /** Keys of S3 itself. */
    AES256("AES256"),
    /** Keys of KMS. */
    @JsonProperty("aws:kms")
    KMS("aws:kms");

    private final String header;

    Algorithm(String header) {
      this.header = header;
    }

    /** The header's value. */
    public String header() {
      return header;
    }
  }
}
