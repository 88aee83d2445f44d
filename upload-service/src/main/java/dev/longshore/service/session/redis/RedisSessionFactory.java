package dev.longshore.service.session.redis;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.SessionStore;
import io.lettuce.core.AbstractRedisClient;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.value.PropertyResolver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the Redis session store where {@code longshore.session.store} is {@code redis}. */
@Factory
@Requires(property = "longshore.session.store", value = "redis")
public final class RedisSessionFactory {

  private static final Logger LOG = LoggerFactory.getLogger(RedisSessionFactory.class);
  private static final Duration BORROWED_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Connects at once, so that a wrong configuration ends the start and not the first upload.
   *
   * @param client the application's own client, used if there is one
   * @param codec the application's own format, used if there is one
   * @param calls hears of every call to Redis
   * @param events how changes are told of, if they are
   */
  @Context
  @Bean(preDestroy = "close")
  SessionStore redisSessionStore(
      RedisSessionOptions options,
      PropertyResolver properties,
      @Nullable AbstractRedisClient client,
      @Nullable SessionCodec codec,
      Calls calls,
      @Nullable EventRules events) {
    requireReadable(
        properties, "sliding-expiration", Duration.class, "a time such as 24h or PT24H");
    requireReadable(properties, "database-index", Integer.class, "a whole number");
    var plan = RedisSessionPlan.of(options, client != null);
    var connections = connect(plan, options, client, calls);
    var store =
        new RedisSessionStore(
            connections,
            plan.keys(),
            plan.database(),
            options.slidingExpiration(),
            codec == null ? new JsonSessionCodec() : codec,
            events);
    LOG.info(
        "Session store: {}, {}, database {}, key prefix {}, sliding expiration {}",
        store.name(),
        connections.describe(),
        plan.database(),
        options.keyPrefix(),
        options.slidingExpiration());
    connections.server().filter(ServerInfo::mayEvictSessions).ifPresent(RedisSessionFactory::warn);
    return store;
  }

  /** Micronaut takes the default where it can't read a value; a typo must not pass for that. */
  private static void requireReadable(
      PropertyResolver properties, String option, Class<?> type, String form) {
    var name = "longshore.session.redis." + option;
    if (properties.containsProperty(name) && properties.getProperty(name, type).isEmpty()) {
      throw new IllegalArgumentException(name + " must be " + form);
    }
  }

  private static RedisConnections connect(
      RedisSessionPlan plan,
      RedisSessionOptions options,
      @Nullable AbstractRedisClient client,
      Calls calls) {
    return client == null
        ? RedisConnections.open(
            plan.connectionString(), plan.database(), options.caCertificate(), calls)
        : RedisConnections.borrow(client, plan.database(), BORROWED_TIMEOUT, calls);
  }

  private static void warn(ServerInfo server) {
    LOG.warn(
        "Redis drops sessions of unfinished uploads when its memory is full (maxmemory-policy {});"
            + " set it to noeviction",
        server.fields().get("maxmemory_policy"));
  }
}
