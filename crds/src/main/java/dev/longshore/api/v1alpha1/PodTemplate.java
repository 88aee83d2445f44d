package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Further settings of the pods, in the words of a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplate(
    @JsonPropertyDescription("Labels and annotations of the pods.") PodMetadata metadata,
    @JsonPropertyDescription("Where pods run and what runs in them besides the service.")
        PodSettings spec) {

  /** Names of containers and volumes. */
  static final String NAME = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /** Names of objects. */
  static final String OBJECT = "^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$";
}
