package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.log}. Format and level are read by the logging itself, before there are options.
 *
 * @param access whether each request is logged
 */
@ConfigurationProperties("longshore.log")
public record LogOptions(@Bindable(defaultValue = "false") boolean access) {}
