package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.admin}: a listener that shows what is under way, on 127.0.0.1 alone.
 *
 * @param enabled whether the pod shows what is under way on its own 127.0.0.1, which its containers
 *     reach and those who may forward its ports; the image turns it on; see docs/kubectl.md
 * @param port where it does; 0 for any. Where it is taken, the service goes on without
 */
@ConfigurationProperties("longshore.admin")
public record AdminOptions(
    @Bindable(defaultValue = "false") boolean enabled, @Bindable(defaultValue = "8082") int port) {}
