package dev.longshore.service.session.redis;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The seed's options of the Redis session store, as {@code longshore.session.redis.*}. {@link
 * RedisSessionPlan} checks them.
 *
 * @param connectionString StackExchange.Redis's grammar or a Redis URI, see docs/redis.md; may hold
 *     a password
 * @param keyPrefix what stands before every key, without braces; the operator's default is {@code
 *     <namespace>:<name>:session:}
 * @param slidingExpiration how long a session lives after its last use
 * @param databaseIndex logical database; 0 leaves the choice to the connection string
 * @param caCertificate PEM file, or folder of such, with the certificate authorities to trust in
 *     place of the JVM's
 */
@ConfigurationProperties("longshore.session.redis")
public record RedisSessionOptions(
    @Bindable(defaultValue = "localhost:6379") String connectionString,
    @Bindable(defaultValue = "valiblob:session:") String keyPrefix,
    @Bindable(defaultValue = "24h") Duration slidingExpiration,
    @Bindable(defaultValue = "0") int databaseIndex,
    @Nullable Path caCertificate) {

  /** Without the connection string, which may hold a password. */
  @Override
  public String toString() {
    return "RedisSessionOptions[keyPrefix=%s, slidingExpiration=%s, databaseIndex=%d]"
        .formatted(keyPrefix, slidingExpiration, databaseIndex);
  }
}
