package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * {@code longshore.cors}.
 *
 * @param allowedOrigins pages of which other origins may upload, such as {@code
 *     https://app.example,https://admin.example}; without it, none
 */
@ConfigurationProperties("longshore.cors")
public record CorsOptions(@Bindable(defaultValue = "") List<String> allowedOrigins) {}
