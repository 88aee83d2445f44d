package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** What a client may send, in bytes. */
@ValidationRule(
    value =
        "!has(self.maxChunkSize) || !isQuantity(string(self.maxChunkSize)) ||"
            + " !isQuantity(string(self.maxUploadSize)) ||"
            + " quantity(string(self.maxChunkSize)).compareTo(quantity(string(self.maxUploadSize)))"
            + " <= 0",
    fieldPath = ".maxChunkSize",
    reason = "FieldValueInvalid",
    message = "must not be more than spec.limits.maxUploadSize")
@ValidationRule(
    value =
        "!has(self.minUploadSize) || !isQuantity(string(self.minUploadSize)) ||"
            + " !isQuantity(string(self.maxUploadSize)) ||"
            + " quantity(string(self.minUploadSize)).compareTo(quantity(string(self.maxUploadSize)))"
            + " <= 0",
    fieldPath = ".minUploadSize",
    reason = "FieldValueInvalid",
    message = "must not be more than spec.limits.maxUploadSize")
@ValidationRule(
    value =
        "!has(self.minChunkSize) || !isQuantity(string(self.minChunkSize)) ||"
            + " !has(self.maxChunkSize) || !isQuantity(string(self.maxChunkSize)) ||"
            + " quantity(string(self.minChunkSize)).compareTo(quantity(string(self.maxChunkSize)))"
            + " <= 0",
    fieldPath = ".minChunkSize",
    reason = "FieldValueInvalid",
    message = "must not be more than spec.limits.maxChunkSize")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LimitsSpec(
    @JsonPropertyDescription("Largest upload that is accepted, in bytes; such as 500Mi or 5Ti.")
        @Default(LimitsSpec.DEFAULT_MAX_UPLOAD_SIZE)
        @ValidationRule(
            value = LimitsSpec.WHOLE_BYTES,
            reason = "FieldValueInvalid",
            message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity maxUploadSize,
    @JsonPropertyDescription(
            "Largest chunk that is accepted in one request, in bytes; such as 64Mi. Without it, a"
                + " chunk may be as large as the upload.")
        @ValidationRule(
            value = LimitsSpec.WHOLE_BYTES,
            reason = "FieldValueInvalid",
            message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity maxChunkSize,
    @JsonPropertyDescription(
            "Smallest upload that is accepted, in bytes; such as 1Ki. Without it, an upload may be"
                + " empty. Holds where the length is said before the upload's end.")
        @ValidationRule(
            value = LimitsSpec.WHOLE_BYTES,
            reason = "FieldValueInvalid",
            message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity minUploadSize,
    @JsonPropertyDescription(
            "Smallest chunk that is accepted in one request, in bytes; such as 5Mi. The last one of"
                + " an upload may be smaller. Without it, any chunk may.")
        @ValidationRule(
            value = LimitsSpec.WHOLE_BYTES,
            reason = "FieldValueInvalid",
            message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity minChunkSize) {

  static final String DEFAULT_MAX_UPLOAD_SIZE = "5Ti";
  // isInteger() would refuse 1.5Gi, which is a whole number of bytes.
  static final String WHOLE_BYTES =
      "!isQuantity(string(self)) || [quantity(string(self)).asApproximateFloat()].all(bytes, bytes"
          + " >= 1.0 && bytes < 9.2e18 && double(int(bytes)) == bytes)";
  static final String WHOLE_BYTES_MESSAGE =
      "must be a whole number of bytes, more than 0 and less than 8E";

  /** Fills in the schema's defaults. */
  public LimitsSpec {
    maxUploadSize = maxUploadSize == null ? new Quantity(DEFAULT_MAX_UPLOAD_SIZE) : maxUploadSize;
  }
}
