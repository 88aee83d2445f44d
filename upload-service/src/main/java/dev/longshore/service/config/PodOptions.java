package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;

/**
 * {@code longshore}: what a pod is.
 *
 * @param podName answered as header {@code Longshore-Pod} on everything under {@code /uploads}
 */
@ConfigurationProperties("longshore")
public record PodOptions(@Nullable String podName) {}
