package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.read}: whether what was uploaded can be read back.
 *
 * @param enabled whether the content of finished uploads is served; see docs/reading.md
 */
@ConfigurationProperties("longshore.read")
public record ReadOptions(@Bindable(defaultValue = "false") boolean enabled) {

  /**
   * {@code longshore.read.redirect}.
   *
   * @param enabled whether readers are sent to the bucket by a signed URL instead of being served
   *     from it; for {@code s3} only
   * @param lifetime how long such a URL can be used
   * @param endpoint where readers reach the bucket's provider; unset, where the service does
   */
  @ConfigurationProperties("redirect")
  public record Redirect(
      @Bindable(defaultValue = "false") boolean enabled,
      @Bindable(defaultValue = "15m") Duration lifetime,
      @Nullable String endpoint) {}
}
