package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * {@code longshore.access}: who may upload.
 *
 * @param mode {@code none}, {@code tokens}, {@code jwt} or {@code forward-auth}
 * @param pathPrefixes templates of the folders that a caller may store in; none for anywhere
 */
@ConfigurationProperties("longshore.access")
public record AccessOptions(
    @Bindable(defaultValue = "none") String mode,
    @Bindable(defaultValue = "") List<String> pathPrefixes) {

  /**
   * {@code longshore.access.tokens}.
   *
   * @param path folder with a file for each owner, named as it and with its tokens, one a line
   */
  @ConfigurationProperties("tokens")
  public record Tokens(@Bindable(defaultValue = "/etc/longshore/tokens") String path) {}

  /**
   * {@code longshore.access.jwt}.
   *
   * @param issuer what {@code iss} must be, exactly; required
   * @param audience what {@code aud} must name one of; required
   * @param jwksUrl where the keys are; unset, the issuer is asked (OpenID Connect Discovery)
   * @param algorithms that signatures may be made with
   * @param clockSkew how far clocks may differ
   * @param keysLifetime how long keys are kept before they are fetched again
   * @param ownerClaim claim that says whose uploads are meant
   * @param maxOpenUploadsClaim claim with a limit of the caller's own for open uploads
   * @param maxOpenBytesClaim claim with a limit of the caller's own for their bytes
   * @param caCertificate PEM file, or folder of such, of the authorities to trust in place of the
   *     JVM's
   */
  @ConfigurationProperties("jwt")
  public record Jwt(
      @Nullable String issuer,
      @Bindable(defaultValue = "") List<String> audience,
      @Nullable String jwksUrl,
      @Bindable(defaultValue = "RS256,ES256") List<String> algorithms,
      @Bindable(defaultValue = "60s") Duration clockSkew,
      @Bindable(defaultValue = "5m") Duration keysLifetime,
      @Bindable(defaultValue = "sub") String ownerClaim,
      @Nullable String maxOpenUploadsClaim,
      @Nullable String maxOpenBytesClaim,
      @Nullable String caCertificate) {}

  /**
   * {@code longshore.access.forward-auth}.
   *
   * @param url of the hook; required
   * @param headers fields of the client's request that the hook gets
   * @param ownerHeader field of the hook's answer that says whose uploads are meant
   * @param timeout how long the hook may take
   * @param cacheTime how long an answer that lets through holds for requests just like it
   * @param caCertificate PEM file, or folder of such, of the authorities to trust in place of the
   *     JVM's
   */
  @ConfigurationProperties("forward-auth")
  public record ForwardAuth(
      @Nullable String url,
      @Bindable(defaultValue = "Authorization,Cookie") List<String> headers,
      @Bindable(defaultValue = "X-Auth-Request-User") String ownerHeader,
      @Bindable(defaultValue = "5s") Duration timeout,
      @Bindable(defaultValue = "0s") Duration cacheTime,
      @Nullable String caCertificate) {}
}
