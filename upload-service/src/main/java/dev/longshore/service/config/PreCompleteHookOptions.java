package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.hooks.pre-complete}: who is asked before the object of an upload is made.
 *
 * @param url the service that is asked before the object of an upload is made; unset, none
 * @param timeout how long its whole answer may take; the client waits meanwhile
 * @param failurePolicy where it gives no answer: 503 for the client and the upload waits ({@code
 *     fail}), or it is completed ({@code ignore})
 * @param caCertificate PEM file, or folder of such, of the authorities that the hook is trusted by,
 *     in place of the JVM's
 * @param signingSecrets a secret that questions are signed with, or several with spaces between
 *     them; unset, they are not signed
 */
@ConfigurationProperties("longshore.hooks.pre-complete")
public record PreCompleteHookOptions(
    @Nullable String url,
    @Bindable(defaultValue = "10s") Duration timeout,
    @Bindable(defaultValue = "fail") String failurePolicy,
    @Nullable String caCertificate,
    @Nullable String signingSecrets) {

  /** Without the secrets: Micronaut logs options, too. */
  @Override
  public String toString() {
    return "PreCompleteHookOptions[url=%s, timeout=%s, failurePolicy=%s]"
        .formatted(url, timeout, failurePolicy);
  }
}
