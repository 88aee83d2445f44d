package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** What a client may send, in bytes. */
@ValidationRule(
    value =
        "!has(self.maxChunkSize) || !isQuantity(string(self.maxChunkSize)) ||"
            + " !isQuantity(string(self.maxUploadSize)) ||"
            + " quantity(string(self.maxChunkSize)).compareTo(quantity(string(self.maxUploadSize)))"
            + " <= 0",
    fieldPath = ".maxChunkSize",
    message = "must not be more than spec.limits.maxUploadSize")
@ValidationRule(
    value =
        "!has(self.minUploadSize) || !isQuantity(string(self.minUploadSize)) ||"
            + " !isQuantity(string(self.maxUploadSize)) ||"
            + " quantity(string(self.minUploadSize)).compareTo(quantity(string(self.maxUploadSize)))"
            + " <= 0",
    fieldPath = ".minUploadSize",
    message = "must not be more than spec.limits.maxUploadSize")
@ValidationRule(
    value =
        "!has(self.minChunkSize) || !isQuantity(string(self.minChunkSize)) ||"
            + " !has(self.maxChunkSize) || !isQuantity(string(self.maxChunkSize)) ||"
            + " quantity(string(self.minChunkSize)).compareTo(quantity(string(self.maxChunkSize)))"
            + " <= 0",
    fieldPath = ".minChunkSize",
    message = "must not be more than spec.limits.maxChunkSize")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LimitsSpec(
    @JsonPropertyDescription("Largest upload that is accepted, in bytes; such as 500Mi or 5Ti.")
        @Default(LimitsSpec.DEFAULT_MAX_UPLOAD_SIZE)
        @ValidationRule(value = LimitsSpec.WHOLE_BYTES, message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity maxUploadSize,
    @JsonPropertyDescription(
            "Largest chunk that is accepted in one request, in bytes; such as 64Mi. Without it, a"
                + " chunk may be as large as the upload.")
        @ValidationRule(value = LimitsSpec.WHOLE_BYTES, message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity maxChunkSize,
    @JsonPropertyDescription(
            "Smallest upload that is accepted, in bytes; such as 1Ki. Without it, an upload may be"
                + " empty. Holds where the length is said before the upload's end.")
        @ValidationRule(value = LimitsSpec.WHOLE_BYTES, message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity minUploadSize,
    @JsonPropertyDescription(
            "Smallest chunk that is accepted in one request, in bytes; such as 5Mi. The last one of"
                + " an upload may be smaller. Without it, any chunk may.")
        @ValidationRule(value = LimitsSpec.WHOLE_BYTES, message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity minChunkSize,
    @JsonPropertyDescription(
            "Uploads of one client that are not complete, in all pods together. A client is an owner"
                + " or, without access, an address. Without it, any number.")
        @Min(1)
        @Max(1000000)
        Integer maxOpenUploads,
    @JsonPropertyDescription(
            "Bytes that those uploads may have together, such as 100Gi. Without it, any number.")
        @ValidationRule(value = LimitsSpec.WHOLE_BYTES, message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity maxOpenBytes,
    @JsonPropertyDescription(
            "Requests of one client in a second, at each pod. Without it, any number.")
        @Min(1)
        @Max(1000000)
        Integer requestRate,
    @JsonPropertyDescription("Requests of one client at once after a pause, at each pod.")
        @Default("50")
        @Min(1)
        @Max(1000000)
        Integer requestBurst,
    @JsonPropertyDescription(
            "Credentials of one address that are not good in a minute, at each pod; beyond that,"
                + " only those that were good before are looked at. Without it, any number.")
        @Min(1)
        @Max(1000000)
        Integer maxAuthFailuresPerMinute,
    @JsonPropertyDescription(
            "Media types that uploads may have, such as image/* and video/mp4. Without it, any.")
        @Size(min = 1, max = 64)
        List<
                @Pattern("^([*]/[*]|[-!#$%&'+.^_`|~0-9A-Za-z]+/([*]|[-!#$%&'+.^_`|~0-9A-Za-z]+))$")
                @Size(min = 3, max = 127) String>
            allowedContentTypes,
    @JsonPropertyDescription(
            "Networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8. Without it,"
                + " none is, and a client is whoever opened the connection.")
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.all(network, isCIDR(network))",
            message = "must be networks such as 10.0.0.0/8 or fd00::/8")
        List<@Size(min = 4, max = 49) String> trustedProxies,
    @JsonPropertyDescription(
            "Bytes that have to come of a body in a second, such as 1Ki; a slower request ends and"
                + " what came is kept. Without it, any body is waited for.")
        @ValidationRule(value = LimitsSpec.WHOLE_BYTES, message = LimitsSpec.WHOLE_BYTES_MESSAGE)
        Quantity minBodyRate,
    @JsonPropertyDescription(
            "Time over which minBodyRate is looked at. Minutes and seconds, such as 10s; from 1s to"
                + " 5m.")
        @Default(LimitsSpec.DEFAULT_MIN_BODY_RATE_WINDOW)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('1s') && duration(self) <= duration('5m'))",
            message = "must be between 1s and 5m")
        String minBodyRateWindow,
    @JsonPropertyDescription(
            "How long the head of a request of HTTP/1.1 may take from its first byte on, and how long a"
                + " body may still come, and is dropped, once its request was answered. Minutes and"
                + " seconds, such as 30s; up to 5m. 0s waits for ever.")
        @Default(LimitsSpec.DEFAULT_HEADER_TIMEOUT)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') || duration(self) <="
                    + " duration('5m')",
            message = "must be between 0s and 5m")
        String headerTimeout) {

  static final String DEFAULT_MAX_UPLOAD_SIZE = "5Ti";
  static final int DEFAULT_REQUEST_BURST = 50;
  static final String DEFAULT_MIN_BODY_RATE_WINDOW = "10s";
  static final String DEFAULT_HEADER_TIMEOUT = "30s";

  /** What holds where nothing is said. */
  static final LimitsSpec DEFAULT =
      new LimitsSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  // isInteger() would refuse 1.5Gi, which is a whole number of bytes.
  static final String WHOLE_BYTES =
      "!isQuantity(string(self)) || [quantity(string(self)).asApproximateFloat()].all(bytes, bytes"
          + " >= 1.0 && bytes < 9.2e18 && double(int(bytes)) == bytes)";
  static final String WHOLE_BYTES_MESSAGE =
      "must be a whole number of bytes, more than 0 and less than 8E";

  /** Fills in the schema's defaults. */
  public LimitsSpec {
    requestBurst = requestBurst == null ? DEFAULT_REQUEST_BURST : requestBurst;
    minBodyRateWindow =
        minBodyRateWindow == null ? DEFAULT_MIN_BODY_RATE_WINDOW : minBodyRateWindow;
    headerTimeout = headerTimeout == null ? DEFAULT_HEADER_TIMEOUT : headerTimeout;
    maxUploadSize = maxUploadSize == null ? new Quantity(DEFAULT_MAX_UPLOAD_SIZE) : maxUploadSize;
  }
}
