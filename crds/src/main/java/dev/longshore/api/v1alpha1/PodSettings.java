package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Where pods run, and what runs in them besides the service. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSettings(
    @JsonPropertyDescription("Labels that a node must have.") @Size(max = 32)
        Map<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that keep no pod away.") @Size(max = 32)
        List<TolerationSpec> tolerations,
    @JsonPropertyDescription("Which nodes pods want, and which neighbours.") AffinitySpec affinity,
    @JsonPropertyDescription(
            "How pods are spread. Without it: over nodes and zones, as well as can be.")
        @Size(min = 1, max = 8)
        List<SpreadConstraintSpec> topologySpreadConstraints,
    @JsonPropertyDescription("The PriorityClass.")
        @Size(min = 1, max = 253)
        @Pattern(PodTemplate.OBJECT)
        String priorityClassName,
    @JsonPropertyDescription("The RuntimeClass.")
        @Size(min = 1, max = 253)
        @Pattern(PodTemplate.OBJECT)
        String runtimeClassName,
    @JsonPropertyDescription(
            "Seconds to end in. Without it, 45; running uploads need 30 to be handed over.")
        @Min(30)
        @Max(3600)
        Integer terminationGracePeriodSeconds,
    @JsonPropertyDescription("As whom the containers run.") PodSecuritySpec securityContext,
    @JsonPropertyDescription("Secrets to pull images with.") @Size(max = 8)
        List<LocalRef> imagePullSecrets,
    @JsonPropertyDescription("Further volumes.")
        @ValidationRule(
            value =
                "self.all(volume, !(volume.name in ['data', 'tmp', 'tls', 'tokens']) && !volume.name.startsWith('ca-'))",
            message =
                "data, tmp, tls, tokens and ca- are the operator's: storage is spec.storage, certificates are spec.tls, tokens are spec.access.tokens, authorities are caSecretRef; use another name")
        @Size(max = 16)
        List<VolumeSpec> volumes,
    @JsonPropertyDescription(
            "Further variables of the service's container, among them its tuning options that have"
                + " no field: LONGSHORE_ADMIN_ENABLED and _PORT, LONGSHORE_SESSION_LEASE_PATIENCE, and ATTEMPTS, CONCURRENCY, TIMEOUT,"
                + " SIGN_PAYLOAD, MIN_PART_SIZE and MAX_PART_SIZE of LONGSHORE_STORAGE_S3_.")
        @ValidationRule(
            value =
                "self.all(variable, !variable.name.matches('^(LONGSHORE|MICRONAUT)_') ||"
                    + " variable.name.matches('^LONGSHORE_(ADMIN_(ENABLED|PORT)|SESSION_LEASE_PATIENCE|STORAGE_S3_(ATTEMPTS|CONCURRENCY|TIMEOUT|SIGN_PAYLOAD|(MIN|MAX)_PART_SIZE))$'))",
            message =
                "LONGSHORE_ and MICRONAUT_ are the operator's but for tuning options: use the field of spec that sets it, such as spec.limits or spec.storage (docs/environment.md and docs/api.md)")
        @Size(max = 64)
        List<EnvSpec> env,
    @JsonPropertyDescription("Further mounts of the service's container.")
        @ValidationRule(
            value =
                "self.all(mount, mount.mountPath != '/' && !['/data', '/tmp', '/etc/longshore'].exists(own, mount.mountPath == own || mount.mountPath.startsWith(own + '/')))",
            message =
                "/data, /tmp and /etc/longshore are the operator's: storage is spec.storage, certificates are spec.tls, tokens are spec.access.tokens; mount elsewhere")
        @Size(max = 16)
        List<MountSpec> volumeMounts,
    @JsonPropertyDescription(
            "Containers that run before the service or, with restartPolicy Always, beside it.")
        @ValidationRule(
            value = "self.all(container, container.name != 'upload-service')",
            message =
                "upload-service is the service's own container: set it by spec.image, spec.resources and podTemplate.spec.env")
        @Size(max = 8)
        List<ContainerSpec> initContainers) {}
