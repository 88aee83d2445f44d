package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * {@code longshore.hooks.pre-create}: who is asked before an upload is created.
 *
 * @param url the service that is asked before an upload is created; unset, none
 * @param timeout how long its whole answer may take
 * @param failurePolicy where it gives no answer: 503 for the client ({@code fail}), or an upload as
 *     if it had let it through ({@code ignore})
 * @param caCertificate PEM file, or folder of such, of the authorities that the hook is trusted by,
 *     in place of the JVM's
 * @param signingSecrets a secret that questions are signed with, or several with spaces between
 *     them; unset, they are not signed
 * @param headers fields of the client's request that the hook gets to see
 */
@ConfigurationProperties("longshore.hooks.pre-create")
public record PreCreateHookOptions(
    @Nullable String url,
    @Bindable(defaultValue = "10s") Duration timeout,
    @Bindable(defaultValue = "fail") String failurePolicy,
    @Nullable String caCertificate,
    @Nullable String signingSecrets,
    @Bindable(defaultValue = "") List<String> headers) {

  /** Without the secrets: Micronaut logs options, too. */
  @Override
  public String toString() {
    return "PreCreateHookOptions[url=%s, timeout=%s, failurePolicy=%s]"
        .formatted(url, timeout, failurePolicy);
  }
}
