package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.isoDuration;

import dev.longshore.api.v1alpha1.AccessForwardAuthSpec;
import dev.longshore.api.v1alpha1.AccessJwtSpec;
import dev.longshore.api.v1alpha1.AccessSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;

/** What the container is told of who may upload. */
final class AccessEnvironment {

  private AccessEnvironment() {}

  static List<EnvVar> of(AccessSpec access) {
    var variables = new Variables("LONGSHORE_ACCESS_");
    if (access.tokens() != null) {
      variables.add("MODE", "tokens");
      variables.add("TOKENS_PATH", ServiceEnvironment.TOKENS_PATH);
    } else if (access.jwt() != null) {
      variables.add("MODE", "jwt");
      jwt(variables, access.jwt());
    } else {
      variables.add("MODE", "forward-auth");
      forwardAuth(variables, access.forwardAuth());
    }
    variables.list("PATH_PREFIXES", access.pathPrefixes());
    return variables.all();
  }

  private static void jwt(Variables variables, AccessJwtSpec jwt) {
    variables.add("JWT_ISSUER", jwt.issuer());
    variables.list("JWT_AUDIENCE", jwt.audience());
    variables.add("JWT_JWKS_URL", jwt.jwksUrl());
    variables.list("JWT_ALGORITHMS", jwt.algorithms());
    variables.add("JWT_CLOCK_SKEW", isoDuration(jwt.clockSkew()));
    variables.add("JWT_KEYS_LIFETIME", isoDuration(jwt.keysLifetime()));
    variables.add("JWT_OWNER_CLAIM", jwt.ownerClaim());
    variables.add("JWT_MAX_OPEN_UPLOADS_CLAIM", jwt.maxOpenUploadsClaim());
    variables.add("JWT_MAX_OPEN_BYTES_CLAIM", jwt.maxOpenBytesClaim());
    variables.add(
        "JWT_CA_CERTIFICATE",
        PrivateAuthorities.file("jwt", jwt.caSecretRef(), jwt.caConfigMapRef()));
  }

  private static void forwardAuth(Variables variables, AccessForwardAuthSpec hook) {
    variables.add("FORWARD_AUTH_URL", hook.url());
    variables.list("FORWARD_AUTH_HEADERS", hook.headers());
    variables.add("FORWARD_AUTH_OWNER_HEADER", hook.ownerHeader());
    variables.add("FORWARD_AUTH_TIMEOUT", isoDuration(hook.timeout()));
    variables.add("FORWARD_AUTH_CACHE_TIME", isoDuration(hook.cacheTime()));
    variables.add(
        "FORWARD_AUTH_CA_CERTIFICATE",
        PrivateAuthorities.file("forward-auth", hook.caSecretRef(), hook.caConfigMapRef()));
  }
}
