package dev.longshore.service.config;

import dev.longshore.service.access.Authenticator;
import dev.longshore.service.access.LimitedFailures;
import dev.longshore.service.access.PathRules;
import dev.longshore.service.access.RequestRate;
import dev.longshore.service.access.forward.ForwardAuth;
import dev.longshore.service.access.forward.HookOptions;
import dev.longshore.service.access.jwt.JwtRules;
import dev.longshore.service.access.jwt.JwtTokens;
import dev.longshore.service.access.tokens.StaticTokens;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.upload.Owners;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes what knows callers, by {@code longshore.access.mode}; nothing where that is {@code none}.
 * At the start, since what is wrong with it must not show as an open door, nor at the first upload.
 */
@Factory
final class AccessFactory {

  private static final List<String> AUTHORIZATION = List.of("Authorization");
  private static final String MODE = "longshore.access.mode";

  @Singleton
  @Requires(beans = Authenticator.class)
  Owners owners(SessionStore store) {
    return new Owners(store);
  }

  @Context
  @Bean(preDestroy = "close")
  @Requires(property = MODE, value = "tokens")
  Authenticator tokens(
      AccessOptions access, AccessOptions.Tokens options, ClientLimitOptions limits) {
    try {
      return limited(
          new StaticTokens(Path.of(options.path()), rules(access)), AUTHORIZATION, limits);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "longshore.access.tokens.path (LONGSHORE_ACCESS_TOKENS_PATH) must be a folder with a file"
              + " for each owner that holds its token, not '%s': %s"
                  .formatted(options.path(), e.getMessage()),
          e);
    }
  }

  @Context
  @Bean(preDestroy = "close")
  @Requires(property = MODE, value = "jwt")
  Authenticator jwt(AccessOptions access, AccessOptions.Jwt options, ClientLimitOptions limits) {
    require(options.issuer() != null, "jwt.issuer");
    require(!texts(options.audience()).isEmpty(), "jwt.audience");
    return limited(
        new JwtTokens(
            new JwtRules(
                URI.create(options.issuer()),
                texts(options.audience()),
                options.jwksUrl() == null ? null : URI.create(options.jwksUrl()),
                texts(options.algorithms()),
                options.clockSkew(),
                options.keysLifetime(),
                options.ownerClaim(),
                options.maxOpenUploadsClaim(),
                options.maxOpenBytesClaim(),
                CaCertificates.of("access.jwt.ca-certificate", options.caCertificate())),
            rules(access)),
        AUTHORIZATION,
        limits);
  }

  @Context
  @Bean(preDestroy = "close")
  @Requires(property = MODE, value = "forward-auth")
  Authenticator forwardAuth(
      AccessOptions access,
      AccessOptions.ForwardAuth options,
      ClientLimitOptions limits,
      Calls calls) {
    require(options.url() != null, "forward-auth.url");
    return limited(
        new ForwardAuth(
            new HookOptions(
                URI.create(options.url()),
                texts(options.headers()),
                options.ownerHeader(),
                options.timeout(),
                options.cacheTime(),
                CaCertificates.of("access.forward-auth.ca-certificate", options.caCertificate())),
            rules(access),
            calls),
        texts(options.headers()),
        limits);
  }

  private static Authenticator limited(
      Authenticator authenticator, List<String> fields, ClientLimitOptions limits) {
    int most = limits.maxAuthFailuresPerMinute();
    return most == 0
        ? authenticator
        : new LimitedFailures(
            authenticator, fields, new RequestRate(most / 60.0, most, System::nanoTime));
  }

  private static void require(boolean holds, String option) {
    if (!holds) {
      throw OptionName.of("access." + option)
          .wrong("must be set where %s is %s".formatted(MODE, option.split("\\.")[0]));
    }
  }

  static List<String> texts(List<String> list) {
    return list.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  private static PathRules rules(AccessOptions access) {
    return new PathRules(texts(access.pathPrefixes()));
  }
}
