package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** As whom the containers run; never as root. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSecuritySpec(
    @JsonPropertyDescription("The user. Without it, 65532.") @Min(1) @Max(2147483647)
        Integer runAsUser,
    @JsonPropertyDescription("The group. Without it, 65532.") @Min(1) @Max(2147483647)
        Integer runAsGroup,
    @JsonPropertyDescription("The group of volumes. Without it, 65532.") @Min(1) @Max(2147483647)
        Integer fsGroup,
    @JsonPropertyDescription("Further groups.") @Size(max = 16)
        List<@Min(1) @Max(2147483647) Integer> supplementalGroups,
    @JsonPropertyDescription("When volumes are given to the group. Without it, OnRootMismatch.")
        FsGroupChangePolicy fsGroupChangePolicy) {

  /** When the files of a volume are given to the group. */
  public enum FsGroupChangePolicy {
    /** When its root is another's. */
    OnRootMismatch,
    /** Always. */
    Always
  }
}
