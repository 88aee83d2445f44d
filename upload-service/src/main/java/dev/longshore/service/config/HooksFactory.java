package dev.longshore.service.config;

import dev.longshore.service.hooks.HookOptions;
import dev.longshore.service.hooks.HookPoint;
import dev.longshore.service.hooks.WebHooks;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.upload.UploadHooks;
import dev.longshore.service.webhook.SigningSecrets;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Makes what asks hooks, at the start, since a wrong secret must not show at the first upload. */
@Factory
final class HooksFactory {

  @Context
  @Bean(preDestroy = "close")
  UploadHooks hooks(PreCreateHookOptions create, PreCompleteHookOptions complete, Calls calls) {
    var preCreate =
        options(
            HookPoint.PRE_CREATE,
            create.url(),
            create.timeout(),
            create.failurePolicy(),
            create.signingSecrets(),
            create.caCertificate(),
            AccessFactory.texts(create.headers()));
    var preComplete =
        options(
            HookPoint.PRE_COMPLETE,
            complete.url(),
            complete.timeout(),
            complete.failurePolicy(),
            complete.signingSecrets(),
            complete.caCertificate(),
            List.of());
    return preCreate == null && preComplete == null
        ? UploadHooks.NONE
        : new WebHooks(preCreate, preComplete, calls);
  }

  private static HookOptions options(
      HookPoint point,
      String url,
      Duration timeout,
      String failurePolicy,
      String secrets,
      String caCertificate,
      List<String> headers) {
    return url == null
        ? null
        : new HookOptions(
            URI.create(url),
            timeout,
            HookOptions.FailurePolicy.valueOf(failurePolicy.toUpperCase(Locale.ROOT)),
            secrets == null ? null : secrets(point, secrets),
            CaCertificates.of("hooks." + point + ".ca-certificate", caCertificate),
            headers);
  }

  private static SigningSecrets secrets(HookPoint point, String text) {
    try {
      return SigningSecrets.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          OptionName.of("hooks." + point + ".signing-secrets") + ": " + e.getMessage(), e);
    }
  }
}
