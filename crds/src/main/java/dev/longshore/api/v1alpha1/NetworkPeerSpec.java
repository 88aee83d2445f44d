package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Pods, namespaces or addresses, as in a NetworkPolicy. */
@ValidationRule(
    value = "has(self.ipBlock) != (has(self.podSelector) || has(self.namespaceSelector))",
    message = "give either ipBlock, or podSelector and namespaceSelector or one of them")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkPeerSpec(
    @JsonPropertyDescription(
            "Pods with these labels; of the service's own namespace unless namespaceSelector is"
                + " there. {} means all of them.")
        LabelSelectorSpec podSelector,
    @JsonPropertyDescription("Namespaces with these labels. {} means all of them.")
        LabelSelectorSpec namespaceSelector,
    @JsonPropertyDescription("Addresses.") IpBlockSpec ipBlock) {}
