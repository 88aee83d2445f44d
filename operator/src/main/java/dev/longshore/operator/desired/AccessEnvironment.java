package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.isoDuration;
import static dev.longshore.operator.desired.ServiceEnvironment.value;

import dev.longshore.api.v1alpha1.AccessForwardAuthSpec;
import dev.longshore.api.v1alpha1.AccessJwtSpec;
import dev.longshore.api.v1alpha1.AccessSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;

/** What the container is told of who may upload. */
final class AccessEnvironment {

  private static final String PREFIX = "LONGSHORE_ACCESS_";

  private AccessEnvironment() {}

  static List<EnvVar> of(AccessSpec access) {
    var variables = new ArrayList<EnvVar>();
    if (access.tokens() != null) {
      variables.add(value(PREFIX + "MODE", "tokens"));
      variables.add(value(PREFIX + "TOKENS_PATH", ServiceEnvironment.TOKENS_PATH));
    } else if (access.jwt() != null) {
      variables.add(value(PREFIX + "MODE", "jwt"));
      jwt(variables, access.jwt());
    } else {
      variables.add(value(PREFIX + "MODE", "forward-auth"));
      forwardAuth(variables, access.forwardAuth());
    }
    list(variables, "PATH_PREFIXES", access.pathPrefixes());
    return variables;
  }

  private static void jwt(List<EnvVar> variables, AccessJwtSpec jwt) {
    text(variables, "JWT_ISSUER", jwt.issuer());
    list(variables, "JWT_AUDIENCE", jwt.audience());
    text(variables, "JWT_JWKS_URL", jwt.jwksUrl());
    list(variables, "JWT_ALGORITHMS", jwt.algorithms());
    text(variables, "JWT_CLOCK_SKEW", isoDuration(jwt.clockSkew()));
    text(variables, "JWT_KEYS_LIFETIME", isoDuration(jwt.keysLifetime()));
    text(variables, "JWT_OWNER_CLAIM", jwt.ownerClaim());
    text(variables, "JWT_MAX_OPEN_UPLOADS_CLAIM", jwt.maxOpenUploadsClaim());
    text(variables, "JWT_MAX_OPEN_BYTES_CLAIM", jwt.maxOpenBytesClaim());
  }

  private static void forwardAuth(List<EnvVar> variables, AccessForwardAuthSpec hook) {
    text(variables, "FORWARD_AUTH_URL", hook.url());
    list(variables, "FORWARD_AUTH_HEADERS", hook.headers());
    text(variables, "FORWARD_AUTH_OWNER_HEADER", hook.ownerHeader());
    text(variables, "FORWARD_AUTH_TIMEOUT", isoDuration(hook.timeout()));
    text(variables, "FORWARD_AUTH_CACHE_TIME", isoDuration(hook.cacheTime()));
  }

  private static void text(List<EnvVar> variables, String name, String text) {
    if (text != null) {
      variables.add(value(PREFIX + name, text));
    }
  }

  private static void list(List<EnvVar> variables, String name, List<String> texts) {
    if (texts != null) {
      text(variables, name, String.join(",", texts));
    }
  }
}
