package dev.longshore.operator.desired;

/**
 * What the pods depend on besides the resource itself.
 *
 * @param defaultImage image for a service that names none
 * @param secretDigest digest of the Redis connection string; pods roll when it changes
 * @param sharedVolume whether a new pod can mount the volume while an old one still has it
 */
public record PodInputs(String defaultImage, String secretDigest, boolean sharedVolume) {}
