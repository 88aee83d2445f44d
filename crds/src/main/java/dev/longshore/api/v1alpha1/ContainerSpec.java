package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A container besides the service, as in a Pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerSpec(
    @JsonPropertyDescription("Its name.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(PodTemplate.NAME)
        String name,
    @JsonPropertyDescription("Its image.") @Required @Size(min = 1, max = 512) String image,
    @JsonPropertyDescription("Entry point.") @Size(max = 64) List<@Size(max = 4096) String> command,
    @JsonPropertyDescription("Arguments.") @Size(max = 64) List<@Size(max = 4096) String> args,
    @JsonPropertyDescription("Variables.") @Size(max = 64) List<EnvSpec> env,
    @JsonPropertyDescription("CPU and memory.") ResourcesSpec resources,
    @JsonPropertyDescription("Mounts.") @Size(max = 16) List<MountSpec> volumeMounts,
    @JsonPropertyDescription("As whom it runs; restricted without it, too.")
        ContainerSecuritySpec securityContext,
    @JsonPropertyDescription("Always: a sidecar that starts before the service and ends after it.")
        RestartPolicy restartPolicy) {

  /** Whether an init container stays. */
  public enum RestartPolicy {
    /** It stays beside the service. */
    Always
  }
}
