package dev.longshore.operator.config;

/**
 * The pod that the operator runs in.
 *
 * @param deployment name of its Deployment, in the namespace of the lease
 * @param uid its {@code metadata.uid}
 */
public record OperatorPod(String deployment, String uid) {}
