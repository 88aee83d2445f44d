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

/** What events are posted to. */
@ValidationRule(
    value = "!has(self.caSecretRef) || !has(self.caConfigMapRef)",
    fieldPath = ".caConfigMapRef",
    message = "give either caSecretRef or caConfigMapRef")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventEndpointSpec(
    @JsonPropertyDescription(
            "What it is known by in Redis, metrics and logs. Under another name it is a new endpoint,"
                + " which gets what happens from then on.")
        @Required
        @Size(min = 1, max = 40)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription("What is posted to. Redirects are not followed.")
        @Required
        @Size(min = 8, max = 1024)
        @Pattern("^https?://[^/?#@\\s]+([/?][^#\\s]*)?$")
        String url,
    @JsonPropertyDescription("What is signed with, as Standard Webhooks have it.") @Required
        EventSecretRef secretRef,
    @JsonPropertyDescription("Events that it wants. Without it: all.")
        @Size(min = 1, max = 5)
        @ValidationRule(
            value = "self.all(type, self.exists_one(other, other == type))",
            message = "must not name a type twice")
        List<EventsSpec.Type> types,
    @JsonPropertyDescription(
            "How long it may take to answer before an event is sent again. Minutes and seconds, such"
                + " as 10s; from 1s to 1m.")
        @Default(EventEndpointSpec.DEFAULT_TIMEOUT)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('1s') && duration(self) <= duration('1m'))",
            message = "must be between 1s and 1m")
        String timeout,
    @JsonPropertyDescription(
            "The certificate authorities that it is trusted by, in place of those that pods trust"
                + " anyway: PEM in a Secret.")
        CaSecretRef caSecretRef,
    @JsonPropertyDescription("The same in a ConfigMap, such as trust-manager makes.")
        CaConfigMapRef caConfigMapRef) {

  static final String DEFAULT_TIMEOUT = "10s";

  /** Fills in the schema's defaults. */
  public EventEndpointSpec {
    timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
  }
}
