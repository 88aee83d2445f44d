package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.session}: where sessions are kept and how leases behave.
 *
 * @param store where sessions are kept; {@code memory} is for one process alone
 * @param memoryExpiration how long a session in memory lives after its last use
 * @param leaseDuration how long a lease lasts without renewal: after this time, the uploads of a
 *     killed pod go on elsewhere
 * @param leasePatience how long a request waits for another one to let go of its upload before it
 *     is answered 423
 */
@ConfigurationProperties("longshore.session")
public record SessionOptions(
    @Bindable(defaultValue = "memory") String store,
    @Bindable(defaultValue = "24h") Duration memoryExpiration,
    @Bindable(defaultValue = "10s") Duration leaseDuration,
    @Bindable(defaultValue = "15s") Duration leasePatience) {}
