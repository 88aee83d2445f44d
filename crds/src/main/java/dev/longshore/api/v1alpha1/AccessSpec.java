package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Who may upload: one way to know whose a request is. */
@ValidationRule(
    value =
        "[has(self.tokens), has(self.jwt), has(self.forwardAuth)].filter(mode, mode).size() == 1",
    reason = "FieldValueRequired",
    message =
        "exactly one mode must be set: tokens, jwt or forwardAuth. To let anybody upload, leave"
            + " spec.access out")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessSpec(
    @JsonPropertyDescription("Callers have a token that is in a Secret.") AccessTokensSpec tokens,
    @JsonPropertyDescription("Callers have a token that an OpenID provider signed.")
        AccessJwtSpec jwt,
    @JsonPropertyDescription("A service of yours is asked whose each request is.")
        AccessForwardAuthSpec forwardAuth,
    @JsonPropertyDescription(
            "Folders that an owner's objects may lie in. {owner} stands for the owner; with jwt, the"
                + " name of a claim in braces for its value or, where it is a list, for each of its"
                + " values. Without it, anywhere.")
        @Size(min = 1, max = 32)
        List<
                @Pattern(
                    "^([^/{}\\\\.,]|\\{[^{}\\\\,]+\\})([^/{}\\\\,]|/[^/{}\\\\.,]|/?\\{[^{}\\\\,]+\\})*/?$")
                @Size(min = 1, max = 253) String>
            pathPrefixes) {}
