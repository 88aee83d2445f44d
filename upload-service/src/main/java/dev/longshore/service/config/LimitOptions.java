package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.limits}: what one client may send.
 *
 * @param maxUploadSize largest upload; 5 TiB unless set
 * @param maxChunkSize largest body of one request; unlimited unless set
 * @param minUploadSize smallest upload, up to the largest, where its length is said before its end;
 *     pieces of others may be smaller
 * @param minChunkSize smallest body, up to the largest, of one request that is neither empty nor
 *     the last of its upload
 */
@ConfigurationProperties("longshore.limits")
public record LimitOptions(
    @Bindable(defaultValue = "5497558138880") long maxUploadSize,
    @Bindable(defaultValue = "9223372036854775807") long maxChunkSize,
    @Bindable(defaultValue = "0") long minUploadSize,
    @Bindable(defaultValue = "0") long minChunkSize) {}
