package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * {@code longshore.limits}: what clients may do, each on its own. A client is an owner or, where
 * nobody is asked who they are, an address.
 *
 * @param maxOpenUploads uploads of one client that are not complete, in all pods together; 0 for
 *     any number
 * @param maxOpenBytes bytes that those have together; 0 for any number
 * @param requestRate requests of one client in a second, at each pod; 0 for any number
 * @param requestBurst requests of one client at once after a pause, at each pod
 * @param maxAuthFailuresPerMinute credentials of one address that are not good in a minute, at each
 *     pod; 0 for any number
 * @param allowedContentTypes what uploads may be, such as {@code image/*,video/mp4}; without it,
 *     anything
 * @param trustedProxies proxies whose {@code X-Forwarded-For} is believed, such as {@code
 *     10.0.0.0/8}; without it, none is
 * @param minBodyRate what has to come of a body in a second, or the request ends with 408 and what
 *     came is kept; 0 to wait for any
 * @param minBodyRateWindow time over which that is looked at
 * @param headerTimeout how long the head of a request of HTTP/1.1 may take from its first byte on,
 *     and how long a body may still come, and is dropped, once its request was answered; 0 for any
 *     time
 */
@ConfigurationProperties("longshore.limits")
public record ClientLimitOptions(
    @Bindable(defaultValue = "0") long maxOpenUploads,
    @Bindable(defaultValue = "0") long maxOpenBytes,
    @Bindable(defaultValue = "0") double requestRate,
    @Bindable(defaultValue = "50") int requestBurst,
    @Bindable(defaultValue = "0") int maxAuthFailuresPerMinute,
    @Bindable(defaultValue = "") List<String> allowedContentTypes,
    @Bindable(defaultValue = "") List<String> trustedProxies,
    @Bindable(defaultValue = "0") long minBodyRate,
    @Bindable(defaultValue = "10s") Duration minBodyRateWindow,
    @Bindable(defaultValue = "30s") Duration headerTimeout) {}
