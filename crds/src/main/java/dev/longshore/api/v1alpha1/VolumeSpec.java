package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A further volume, as in a Pod: exactly one kind. */
@ValidationRule(
    value =
        "[has(self.configMap), has(self.secret), has(self.emptyDir), has(self.persistentVolumeClaim)].filter(kind, kind).size() == 1",
    message =
        "exactly one kind of volume must be set: configMap, secret, emptyDir or persistentVolumeClaim")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolumeSpec(
    @JsonPropertyDescription("What mounts name it by.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(PodTemplate.NAME)
        String name,
    @JsonPropertyDescription("A ConfigMap.") ConfigMapVolumeSpec configMap,
    @JsonPropertyDescription("A Secret.") SecretVolumeSpec secret,
    @JsonPropertyDescription("Room that goes with the pod.") EmptyDirVolumeSpec emptyDir,
    @JsonPropertyDescription("A PersistentVolumeClaim that all pods can share.")
        ClaimVolumeSpec persistentVolumeClaim) {}
