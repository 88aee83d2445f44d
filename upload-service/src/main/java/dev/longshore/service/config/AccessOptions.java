package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * {@code longshore.access}: who may upload.
 *
 * @param mode how it is known who uploads; {@code none} lets anybody, see docs/access.md
 * @param pathPrefixes where an owner's objects may lie, such as {@code
 *     users/{owner},teams/{groups}}; without it, anywhere
 */
@ConfigurationProperties("longshore.access")
public record AccessOptions(
    @Bindable(defaultValue = "none") String mode,
    @Bindable(defaultValue = "") List<String> pathPrefixes) {

  /**
   * {@code longshore.access.tokens}.
   *
   * @param path folder of a mounted Secret: a file for each owner, named as it, with its tokens,
   *     one a line; a change is taken up within seconds
   */
  @ConfigurationProperties("tokens")
  public record Tokens(@Bindable(defaultValue = "/etc/longshore/tokens") String path) {}

  /**
   * {@code longshore.access.jwt}.
   *
   * @param issuer what {@code iss} must be, exactly; required for {@code jwt}
   * @param audience {@code aud} must name one of these; required for {@code jwt}
   * @param jwksUrl where the issuer's keys are; unset, its {@code
   *     /.well-known/openid-configuration} says so
   * @param algorithms what signatures may be made with
   * @param clockSkew how far the clocks of issuer and pods may differ
   * @param keysLifetime how long keys are kept; a withdrawn one is good for so long, a new one at
   *     once
   * @param ownerClaim the claim that says whose uploads are meant
   * @param maxOpenUploadsClaim a claim that, where a token has it, takes the place of {@code
   *     max-open-uploads}
   * @param maxOpenBytesClaim a claim that, where a token has it, takes the place of {@code
   *     max-open-bytes}
   * @param caCertificate PEM file, or folder of such, of the authorities that the issuer is trusted
   *     by, in place of the JVM's
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
   * @param url the hook that is asked about each request; required for {@code forward-auth}
   * @param headers fields of the client's request that the hook gets
   * @param ownerHeader field of the hook's answer that says whose uploads are meant
   * @param timeout how long the hook may take before the client is answered 503
   * @param cacheTime how long an answer that lets a request through holds for requests just like it
   * @param caCertificate PEM file, or folder of such, of the authorities that the hook is trusted
   *     by, in place of the JVM's
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
