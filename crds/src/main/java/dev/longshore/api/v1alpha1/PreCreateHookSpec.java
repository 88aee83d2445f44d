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

/** A hook that is asked before an upload is created. */
@ValidationRule(
    value = "!has(self.caSecretRef) || !has(self.caConfigMapRef)",
    fieldPath = ".caConfigMapRef",
    message = "give either caSecretRef or caConfigMapRef")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreCreateHookSpec(
    @JsonPropertyDescription("What is asked, by POST.")
        @Required
        @Size(min = 8, max = 1024)
        @Pattern("^https?://[^/?#@\\s]+([/?][^#\\s]*)?$")
        String url,
    @JsonPropertyDescription(
            "How long the hook may take. The client waits meanwhile. Minutes and seconds, such as 10s; from 1s to 1m.")
        @Default(PreCreateHookSpec.DEFAULT_TIMEOUT)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('1s') && duration(self) <= duration('1m'))",
            message = "must be between 1s and 1m")
        String timeout,
    @JsonPropertyDescription(
            "What becomes of an upload where the hook gives no answer: Fail, and the client is"
                + " answered 503, or Ignore, and it goes on.")
        @Default("Fail")
        HooksSpec.FailurePolicy failurePolicy,
    @JsonPropertyDescription(
            "What questions are signed with, as Standard Webhooks has it: whsec_ and 24 random bytes"
                + " or more in Base64; several with spaces between them, to change them without a"
                + " gap. Without it, they are not signed.")
        SigningSecretRef secretRef,
    @JsonPropertyDescription(
            "The certificate authorities that the hook is trusted by, in place of those that pods trust"
                + " anyway: PEM in a Secret.")
        CaSecretRef caSecretRef,
    @JsonPropertyDescription("The same in a ConfigMap, such as trust-manager makes.")
        CaConfigMapRef caConfigMapRef,
    @JsonPropertyDescription(
            "Fields of the client's request that the hook gets to see. Without it: none.")
        @Size(min = 1, max = 32)
        List<@Pattern(AccessForwardAuthSpec.FIELD) @Size(min = 1, max = 128) String> headers) {

  static final String DEFAULT_TIMEOUT = "10s";

  /** Fills in the schema's defaults. */
  public PreCreateHookSpec {
    timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
    failurePolicy = failurePolicy == null ? HooksSpec.FailurePolicy.Fail : failurePolicy;
  }
}
