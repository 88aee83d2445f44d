package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.tls}: whether the port speaks TLS, and the PEM files for it, as a Kubernetes
 * Secret of type {@code kubernetes.io/tls} is mounted. A change of the files is taken up while the
 * service runs.
 *
 * @param enabled whether the port speaks TLS instead of cleartext; HTTP/2 and HTTP/1.1 by ALPN
 * @param certificate PEM file with the certificate and those that it is signed with; a change is
 *     taken up within seconds, for new connections
 * @param key PEM file with its private key, not encrypted
 */
@ConfigurationProperties("longshore.tls")
public record TlsOptions(
    @Bindable(defaultValue = "false") boolean enabled,
    @Bindable(defaultValue = "/etc/longshore/tls/tls.crt") String certificate,
    @Bindable(defaultValue = "/etc/longshore/tls/tls.key") String key) {}
