package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.cleanup}: freeing what uploads left in the storage.
 *
 * @param interval after this time at the latest, some pod frees again what expired, ended and lost
 *     uploads left in the storage; see docs/storage.md
 */
@ConfigurationProperties("longshore.cleanup")
public record CleanupOptions(@Bindable(defaultValue = "10m") Duration interval) {}
