package dev.longshore.operator.desired;

import java.util.Map;

/**
 * What the pods depend on besides the resource itself.
 *
 * @param defaultImage image for a service that names none
 * @param secretDigests digests of the secrets in use, by purpose; pods roll when one changes
 * @param sharedVolume whether a new pod can mount the volume while an old one still has it
 * @param scaledElsewhere whether an autoscaler says how many pods there are
 */
public record PodInputs(
    String defaultImage,
    Map<String, String> secretDigests,
    boolean sharedVolume,
    boolean scaledElsewhere) {}
