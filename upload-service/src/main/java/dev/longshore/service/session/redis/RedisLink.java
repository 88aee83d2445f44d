package dev.longshore.service.session.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * Open connections to one Redis: one for commands, which all threads share, and one for signals.
 *
 * @param commands what scripts run on
 * @param connection the connection beneath {@code commands}
 * @param signals the connection that listens
 * @param server what is on the other side
 */
record RedisLink(
    RedisClusterAsyncCommands<String, String> commands,
    StatefulConnection<String, String> connection,
    StatefulRedisPubSubConnection<String, String> signals,
    ServerInfo server)
    implements AutoCloseable {

  static RedisLink of(
      StatefulRedisConnection<String, String> connection,
      StatefulRedisPubSubConnection<String, String> signals,
      ServerInfo server) {
    return new RedisLink(connection.async(), connection, signals, server);
  }

  static RedisLink of(
      StatefulRedisClusterConnection<String, String> connection,
      StatefulRedisPubSubConnection<String, String> signals,
      ServerInfo server) {
    return new RedisLink(connection.async(), connection, signals, server);
  }

  @Override
  public void close() {
    signals.close();
    connection.close();
  }
}
