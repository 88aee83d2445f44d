package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.cleanup}: freeing what uploads left in the storage.
 *
 * @param interval after this time at the latest the storage is swept again, by whichever pod
 */
@ConfigurationProperties("longshore.cleanup")
public record CleanupOptions(@Bindable(defaultValue = "10m") Duration interval) {}
