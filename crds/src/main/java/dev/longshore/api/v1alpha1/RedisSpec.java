package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The session store: which Redis, and how sessions lie in it. */
@ValidationRule(
    value = "!has(self.caSecretRef) || !has(self.caConfigMapRef)",
    fieldPath = ".caConfigMapRef",
    message = "give either caSecretRef or caConfigMapRef")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisSpec(
    @JsonPropertyDescription(
            "The Secret that holds the connection string, in StackExchange.Redis' grammar or as a"
                + " redis:// URI.")
        @Required
        SecretKeyRef secretRef,
    @JsonPropertyDescription(
            "Begins every session's key in Redis. Without it: <namespace>:<name>:session:, so that"
                + " no two services collide.")
        @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z0-9:._/-]+$")
        String keyPrefix,
    @JsonPropertyDescription(
            "How long an upload may rest before its session is forgotten; every read and every"
                + " chunk starts it anew. Hours, minutes and seconds, such as 24h or 1h30m; from"
                + " 1m to 8760h.")
        @Default(RedisSpec.DEFAULT_SESSION_TTL)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('1m') && duration(self) <= duration('8760h'))",
            message = "must be between 1m and 8760h")
        String sessionTtl,
    @JsonPropertyDescription(
            "How long a pod may go without a sign of life before another one takes its uploads"
                + " over. Minutes and seconds, such as 10s; from 1s to 5m.")
        @Default(RedisSpec.DEFAULT_LEASE_DURATION)
        @Size(min = 2, max = 20)
        @Pattern("^([0-9]{1,6}m)?([0-9]{1,6}s)?$")
        @ValidationRule(
            value =
                "!self.matches('^([0-9]{1,6}m)?([0-9]{1,6}s)?$') ||"
                    + " (duration(self) >= duration('1s') && duration(self) <= duration('5m'))",
            message = "must be between 1s and 5m")
        String leaseDuration,
    @JsonPropertyDescription(
            "Logical database of a standalone or Sentinel Redis; a Redis Cluster knows 0 only.")
        @Default("0")
        @Min(0)
        @Max(16383)
        Integer database,
    @JsonPropertyDescription(
            "The certificate authorities that a Redis with TLS is trusted by, in place of those that"
                + " pods trust anyway: PEM in a Secret.")
        CaSecretRef caSecretRef,
    @JsonPropertyDescription("The same in a ConfigMap, such as trust-manager makes.")
        CaConfigMapRef caConfigMapRef) {

  static final String DEFAULT_SESSION_TTL = "24h";
  static final String DEFAULT_LEASE_DURATION = "10s";

  /** Fills in the schema's defaults. */
  public RedisSpec {
    sessionTtl = sessionTtl == null ? DEFAULT_SESSION_TTL : sessionTtl;
    leaseDuration = leaseDuration == null ? DEFAULT_LEASE_DURATION : leaseDuration;
    database = database == null ? 0 : database;
  }
}
