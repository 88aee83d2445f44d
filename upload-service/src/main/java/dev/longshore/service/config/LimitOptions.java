package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Positive;

/**
 * {@code longshore.limits}: what one client may send.
 *
 * @param maxUploadSize bytes of one upload, 5 TiB unless set
 * @param maxChunkSize bytes of one request body, without a limit of its own unless set
 */
@ConfigurationProperties("longshore.limits")
public record LimitOptions(
    @Bindable(defaultValue = "5497558138880") @Positive long maxUploadSize,
    @Bindable(defaultValue = "9223372036854775807") @Positive long maxChunkSize) {}
