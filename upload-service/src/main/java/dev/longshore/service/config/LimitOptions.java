package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.limits}: what one client may send.
 *
 * @param maxUploadSize bytes of one upload, 5 TiB unless set
 * @param maxChunkSize bytes of one request body, without a limit of its own unless set
 * @param minUploadSize bytes of one upload whose length is said before its end
 * @param minChunkSize bytes of one request body that is neither empty nor the upload's last
 */
@ConfigurationProperties("longshore.limits")
public record LimitOptions(
    @Bindable(defaultValue = "5497558138880") long maxUploadSize,
    @Bindable(defaultValue = "9223372036854775807") long maxChunkSize,
    @Bindable(defaultValue = "0") long minUploadSize,
    @Bindable(defaultValue = "0") long minChunkSize) {}
