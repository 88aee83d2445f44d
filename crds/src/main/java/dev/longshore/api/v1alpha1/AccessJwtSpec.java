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

/** Tokens that an OpenID provider signs. */
@ValidationRule(
    value = "!has(self.caSecretRef) || !has(self.caConfigMapRef)",
    fieldPath = ".caConfigMapRef",
    message = "give either caSecretRef or caConfigMapRef")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessJwtSpec(
    @JsonPropertyDescription("What iss of a token must be, exactly; a URL.")
        @Required
        @Size(min = 8, max = 1024)
        @Pattern("^https?://[^/?#@,\\s]+(/[^?#,\\s]*)?$")
        String issuer,
    @JsonPropertyDescription("aud of a token must name one of these.")
        @Required
        @Size(min = 1, max = 16)
        List<@Pattern("^[^,\\s]+$") @Size(min = 1, max = 253) String> audience,
    @JsonPropertyDescription(
            "Where the issuer's keys are (JWKS). Without it, where its"
                + " /.well-known/openid-configuration says.")
        @Size(min = 8, max = 1024)
        @Pattern("^https?://[^/?#@\\s]+([/?][^#\\s]*)?$")
        String jwksUrl,
    @JsonPropertyDescription("What signatures may be made with. Without it: RS256 and ES256.")
        @Size(min = 1, max = 9)
        List<@Pattern("^(RS|PS|ES)(256|384|512)$") @Size(min = 5, max = 5) String> algorithms,
    @JsonPropertyDescription(
            "How far the clocks of issuer and pods may differ. Minutes and seconds, such as 60s; up"
                + " to 10m.")
        @Default(AccessJwtSpec.DEFAULT_CLOCK_SKEW)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') || duration(self) <="
                    + " duration('10m')",
            message = "must be between 0s and 10m")
        String clockSkew,
    @JsonPropertyDescription(
            "How long the issuer's keys are kept before they are fetched again: a withdrawn one is"
                + " good for so long. Hours, minutes and seconds, such as 5m; from 10s to 24h.")
        @Default(AccessJwtSpec.DEFAULT_KEYS_LIFETIME)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('10s') && duration(self) <= duration('24h'))",
            message = "must be between 10s and 24h")
        String keysLifetime,
    @JsonPropertyDescription("The claim that says whose uploads are meant.")
        @Default(AccessJwtSpec.DEFAULT_OWNER_CLAIM)
        @Size(min = 1, max = 128)
        @Pattern(AccessJwtSpec.CLAIM)
        String ownerClaim,
    @JsonPropertyDescription(
            "A claim that takes the place of limits.maxOpenUploads where a token has it.")
        @Size(min = 1, max = 128)
        @Pattern(AccessJwtSpec.CLAIM)
        String maxOpenUploadsClaim,
    @JsonPropertyDescription(
            "A claim that takes the place of limits.maxOpenBytes where a token has it.")
        @Size(min = 1, max = 128)
        @Pattern(AccessJwtSpec.CLAIM)
        String maxOpenBytesClaim,
    @JsonPropertyDescription(
            "The certificate authorities that the issuer is trusted by, in place of those that pods trust"
                + " anyway: PEM in a Secret.")
        CaSecretRef caSecretRef,
    @JsonPropertyDescription("The same in a ConfigMap, such as trust-manager makes.")
        CaConfigMapRef caConfigMapRef) {

  static final String DEFAULT_CLOCK_SKEW = "60s";
  static final String DEFAULT_KEYS_LIFETIME = "5m";
  static final String DEFAULT_OWNER_CLAIM = "sub";
  static final String CLAIM = "^[A-Za-z0-9._:/-]+$";

  /** Fills in the schema's defaults. */
  public AccessJwtSpec {
    clockSkew = clockSkew == null ? DEFAULT_CLOCK_SKEW : clockSkew;
    keysLifetime = keysLifetime == null ? DEFAULT_KEYS_LIFETIME : keysLifetime;
    ownerClaim = ownerClaim == null ? DEFAULT_OWNER_CLAIM : ownerClaim;
  }
}
