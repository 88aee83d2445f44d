package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.log}. Format and level are read by the logging itself, before there are options.
 *
 * @param format format of the log; read before there are properties, so in the environment only
 * @param level level of the service's own log; in the environment only, too
 * @param access whether each request under {@code /uploads} is logged when it is answered; see
 *     docs/observability.md
 */
@ConfigurationProperties("longshore.log")
public record LogOptions(
    @Bindable(defaultValue = "text") String format,
    @Bindable(defaultValue = "INFO") String level,
    @Bindable(defaultValue = "false") boolean access) {}
