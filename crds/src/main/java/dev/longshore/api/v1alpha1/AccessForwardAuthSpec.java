package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A hook that is asked about each request. */
@ValidationRule(
    value = "!has(self.caSecretRef) || !has(self.caConfigMapRef)",
    fieldPath = ".caConfigMapRef",
    message = "give either caSecretRef or caConfigMapRef")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessForwardAuthSpec(
    @JsonPropertyDescription("What is asked, by GET.")
        @Required
        @Size(min = 8, max = 1024)
        @Pattern("^https?://[^/?#@\\s]+([/?][^#\\s]*)?$")
        String url,
    @JsonPropertyDescription(
            "Fields of the client's request that the hook gets. Without it: Authorization and"
                + " Cookie.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value =
                "self.all(name,"
                    + " !name.matches('^(?i)(connection|content-length|expect|host|upgrade|x-forwarded-.*)$'))",
            reason = "FieldValueForbidden",
            message = "the hook gets X-Forwarded-* and the fields of the connection in any case")
        List<@Pattern(AccessForwardAuthSpec.FIELD) @Size(min = 1, max = 128) String> headers,
    @JsonPropertyDescription("Field of the hook's answer that says whose uploads are meant.")
        @Default(AccessForwardAuthSpec.DEFAULT_OWNER_HEADER)
        @Size(min = 1, max = 128)
        @Pattern(AccessForwardAuthSpec.FIELD)
        String ownerHeader,
    @JsonPropertyDescription(
            "How long the hook may take before the client is answered 503. Seconds and minutes, such"
                + " as 5s; from 1s to 1m.")
        @Default(AccessForwardAuthSpec.DEFAULT_TIMEOUT)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('1s') && duration(self) <= duration('1m'))",
            message = "must be between 1s and 1m")
        String timeout,
    @JsonPropertyDescription(
            "How long an answer that lets a request through holds for requests just like it. Minutes"
                + " and seconds, such as 30s; up to 1h. 0s asks each time.")
        @Default(AccessForwardAuthSpec.DEFAULT_CACHE_TIME)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') || duration(self) <="
                    + " duration('1h')",
            message = "must be between 0s and 1h")
        String cacheTime,
    @JsonPropertyDescription(
            "The certificate authorities that the hook is trusted by, in place of those that pods trust"
                + " anyway: PEM in a Secret.")
        CaSecretRef caSecretRef,
    @JsonPropertyDescription("The same in a ConfigMap, such as trust-manager makes.")
        CaConfigMapRef caConfigMapRef) {

  static final String DEFAULT_OWNER_HEADER = "X-Auth-Request-User";
  static final String DEFAULT_TIMEOUT = "5s";
  static final String DEFAULT_CACHE_TIME = "0s";
  static final String FIELD = "^[-!#$%&'*+.^_`|~0-9A-Za-z]+$";

  /** Fills in the schema's defaults. */
  public AccessForwardAuthSpec {
    ownerHeader = ownerHeader == null ? DEFAULT_OWNER_HEADER : ownerHeader;
    timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
    cacheTime = cacheTime == null ? DEFAULT_CACHE_TIME : cacheTime;
  }
}
