package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.hooks.pre-complete}: who is asked before the object of an upload is made.
 *
 * @param url of the hook; unset, nobody is asked
 * @param timeout how long the hook may take
 * @param failurePolicy {@code fail} or {@code ignore}: what happens where it gives no answer
 * @param caCertificate PEM file, or folder of such, of the authorities to trust in place of the
 *     JVM's
 * @param signingSecrets what questions are signed with; unset, they are not
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
