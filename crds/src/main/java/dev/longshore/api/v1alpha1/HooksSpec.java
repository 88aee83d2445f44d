package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Services of the user's own that are asked before something is done. */
@ValidationRule(
    value = "has(self.preCreate) || has(self.preComplete)",
    reason = "FieldValueRequired",
    message =
        "at least one hook must be set: preCreate or preComplete. To ask nobody, leave spec.hooks"
            + " out")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HooksSpec(
    @JsonPropertyDescription(
            "Asked before an upload is created: it may refuse it, have its object lie elsewhere, or"
                + " tag it.")
        PreCreateHookSpec preCreate,
    @JsonPropertyDescription(
            "Asked when every byte of an upload is there, before its object is made: it may refuse"
                + " it.")
        PreCompleteHookSpec preComplete) {

  /** What becomes of an upload where a hook gives no answer, as for admission webhooks. */
  public enum FailurePolicy {
    /** The client is answered 503 and tries again. */
    Fail,
    /** The upload goes on as if the hook had let it through. */
    Ignore
  }
}
