package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A volume: a claim that pods share, or a trial volume that lives and dies with one pod. */
@ValidationRule(
    value = "[has(self.claimName), has(self.ephemeral)].filter(kind, kind).size() == 1",
    reason = "FieldValueRequired",
    message = "exactly one kind of volume must be set: claimName or ephemeral")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilesystemSpec(
    @JsonPropertyDescription(
            "Name of a PersistentVolumeClaim in the same namespace; its access mode must be"
                + " ReadWriteMany when replicas is more than 1.")
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$")
        String claimName,
    @JsonPropertyDescription(
            "A volume of the pod itself, for trials with one replica: uploads are lost when the pod"
                + " goes.")
        EphemeralSpec ephemeral,
    @JsonPropertyDescription(
            "Whether bytes are on the disk before they are acknowledged, so that they survive a"
                + " crash of the machine and not only of the pod.")
        @Default("true")
        Boolean fsync) {

  /** Fills in the schema's defaults. */
  public FilesystemSpec {
    fsync = fsync == null || fsync;
  }
}
