package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What the operator last saw and did. Written by the operator only. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UploadServiceStatus(
    @JsonPropertyDescription(
            "The metadata.generation that the rest of the status is about; -1 before the operator"
                + " has looked at the resource.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, SecretsResolved and Available, each with a reason and a"
                + " message that says what to do.")
        List<Condition> conditions,
    @JsonPropertyDescription("Number of pods that there are.") @StatusReplicas Integer replicas,
    @JsonPropertyDescription("Number of pods that take uploads.") Integer readyReplicas,
    @JsonPropertyDescription("Label selector of the pods, for the scale subresource.")
        @LabelSelector
        String selector,
    @JsonPropertyDescription("Where uploads are taken, from inside the cluster.") String url) {}
