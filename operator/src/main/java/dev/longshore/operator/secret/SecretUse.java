package dev.longshore.operator.secret;

import dev.longshore.api.v1alpha1.CaConfigMapRef;
import dev.longshore.api.v1alpha1.CaSecretRef;
import dev.longshore.api.v1alpha1.SigningSecretRef;
import dev.longshore.api.v1alpha1.UploadService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Secret, or a ConfigMap, that a resource names, and what its pods take from it.
 *
 * @param kind what is named
 * @param purpose one word, for names
 * @param field where the resource names it
 * @param name the Secret's name
 * @param values what the pods take; none where they take whatever there is
 * @param rollsPods whether pods learn of a new value only when they start
 */
public record SecretUse(
    Kind kind, String purpose, String field, String name, List<Value> values, boolean rollsPods) {

  /** What a resource may name. */
  public enum Kind {
    /** What nobody else should see. */
    Secret,
    /** What anybody may see, such as certificate authorities. */
    ConfigMap
  }

  /**
   * One key of it.
   *
   * @param key the key
   * @param keyField where the resource names the key
   * @param meaning what lies there, for people
   */
  public record Value(String key, String keyField, String meaning) {}

  /** The keys, as people list them. */
  public String keys() {
    return values.stream().map(Value::key).collect(Collectors.joining(" or "));
  }

  /** All that a resource uses, those without which nothing goes first. */
  public static List<SecretUse> of(UploadService service) {
    var uses = new ArrayList<SecretUse>();
    var redis = service.getSpec().redis().secretRef();
    uses.add(
        one(
            "redis",
            "spec.redis.secretRef",
            redis.name(),
            redis.key(),
            "the Redis connection string"));
    var trust = service.getSpec().redis();
    uses.addAll(authorities("redis", "spec.redis", trust.caSecretRef(), trust.caConfigMapRef()));
    var s3 = service.getSpec().storage().s3();
    if (s3 != null && s3.credentialsSecretRef() != null) {
      var ref = s3.credentialsSecretRef();
      var field = "spec.storage.s3.credentialsSecretRef";
      uses.add(
          new SecretUse(
              Kind.Secret,
              "s3",
              field,
              ref.name(),
              List.of(
                  new Value(ref.accessKeyId(), field + ".accessKeyId", "the S3 access key's id"),
                  new Value(
                      ref.secretAccessKey(),
                      field + ".secretAccessKey",
                      "the S3 secret access key")),
              true));
    }
    var tls = service.getSpec().tls();
    if (tls != null) {
      var field = "spec.tls.secretName";
      uses.add(
          new SecretUse(
              Kind.Secret,
              "tls",
              field,
              tls.secretName(),
              List.of(
                  new Value("tls.crt", field, "the certificate in PEM"),
                  new Value("tls.key", field, "its private key in PEM")),
              false));
    }
    var access = service.getSpec().access();
    if (access != null && access.tokens() != null) {
      // Any key is an owner's name; pods take up all of them, now and later.
      uses.add(
          new SecretUse(
              Kind.Secret,
              "tokens",
              "spec.access.tokens.secretName",
              access.tokens().secretName(),
              List.of(),
              false));
    }
    if (access != null && access.jwt() != null) {
      uses.addAll(
          authorities(
              "jwt", "spec.access.jwt", access.jwt().caSecretRef(), access.jwt().caConfigMapRef()));
    }
    if (access != null && access.forwardAuth() != null) {
      uses.addAll(
          authorities(
              "forward-auth",
              "spec.access.forwardAuth",
              access.forwardAuth().caSecretRef(),
              access.forwardAuth().caConfigMapRef()));
    }
    var hooks = service.getSpec().hooks();
    if (hooks != null && hooks.preCreate() != null) {
      var hook = hooks.preCreate();
      uses.addAll(signing("pre-create", "spec.hooks.preCreate", hook.secretRef()));
      uses.addAll(
          authorities(
              "pre-create", "spec.hooks.preCreate", hook.caSecretRef(), hook.caConfigMapRef()));
    }
    if (hooks != null && hooks.preComplete() != null) {
      var hook = hooks.preComplete();
      uses.addAll(signing("pre-complete", "spec.hooks.preComplete", hook.secretRef()));
      uses.addAll(
          authorities(
              "pre-complete", "spec.hooks.preComplete", hook.caSecretRef(), hook.caConfigMapRef()));
    }
    var tracing = service.getSpec().tracing();
    if (tracing != null && tracing.headersSecretRef() != null) {
      var ref = tracing.headersSecretRef();
      uses.add(
          one(
              "tracing",
              "spec.tracing.headersSecretRef",
              ref.name(),
              ref.key(),
              "header fields for the collector"));
    }
    var events = service.getSpec().events();
    if (events != null && events.endpoints() != null) {
      for (var endpoint : events.endpoints()) {
        var ref = endpoint.secretRef();
        var purpose = "events-" + endpoint.name();
        var field = "spec.events.endpoints[%s]".formatted(endpoint.name());
        uses.add(
            one(
                purpose,
                field + ".secretRef",
                ref.name(),
                ref.key(),
                "what events are signed with"));
        uses.addAll(authorities(purpose, field, endpoint.caSecretRef(), endpoint.caConfigMapRef()));
      }
    }
    return uses;
  }

  private static List<SecretUse> signing(String purpose, String hook, SigningSecretRef ref) {
    return ref == null
        ? List.of()
        : List.of(
            one(
                purpose,
                hook + ".secretRef",
                ref.name(),
                ref.key(),
                "what questions are signed with"));
  }

  private static List<SecretUse> authorities(
      String purpose, String user, CaSecretRef secret, CaConfigMapRef configMap) {
    var meaning = "certificate authorities in PEM";
    if (secret != null) {
      var field = user + ".caSecretRef";
      return List.of(one("ca-" + purpose, field, secret.name(), secret.key(), meaning));
    }
    if (configMap != null) {
      var field = user + ".caConfigMapRef";
      return List.of(
          one(Kind.ConfigMap, "ca-" + purpose, field, configMap.name(), configMap.key(), meaning));
    }
    return List.of();
  }

  private static SecretUse one(
      String purpose, String field, String name, String key, String meaning) {
    return one(Kind.Secret, purpose, field, name, key, meaning);
  }

  /** One value that pods read when they start. */
  private static SecretUse one(
      Kind kind, String purpose, String field, String name, String key, String meaning) {
    return new SecretUse(
        kind, purpose, field, name, List.of(new Value(key, field + ".key", meaning)), true);
  }
}
