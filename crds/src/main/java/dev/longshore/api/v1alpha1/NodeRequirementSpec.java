package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A condition of a node's label, as in a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeRequirementSpec(
    @JsonPropertyDescription("The label.") @Required @Size(min = 1, max = 317) String key,
    @JsonPropertyDescription("How the label's value relates to the values.") @Required
        Operator operator,
    @JsonPropertyDescription("Values; none for Exists and DoesNotExist, one for Gt and Lt.")
        @Size(max = 64)
        List<@Size(max = 63) String> values) {

  /** As in Kubernetes' NodeSelectorRequirement. */
  public enum Operator {
    /** One of the values. */
    In,
    /** None of the values. */
    NotIn,
    /** The label is there. */
    Exists,
    /** The label is not there. */
    DoesNotExist,
    /** A greater number. */
    Gt,
    /** A smaller number. */
    Lt
  }
}
