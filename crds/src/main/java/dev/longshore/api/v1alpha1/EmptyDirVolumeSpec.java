package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;

/** Room that goes with the pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EmptyDirVolumeSpec(
    @JsonPropertyDescription("Memory, or the disk without it.") Medium medium,
    @JsonPropertyDescription("Most that fits in.") Quantity sizeLimit) {

  /** Where the room is. */
  public enum Medium {
    /** In memory, which counts as the containers'. */
    Memory
  }
}
