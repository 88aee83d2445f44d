package dev.longshore.service.session.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.netty.util.Timer;
import java.time.Duration;

/**
 * Connects by the application's own client, which keeps its servers, credentials and options and is
 * not closed with us; the connections are ours.
 */
final class BorrowedConnector implements RedisConnector {

  private final AbstractRedisClient client;
  private final int database;
  private final Duration timeout;

  BorrowedConnector(AbstractRedisClient client, int database, Duration timeout) {
    this.client = client;
    this.database = database;
    this.timeout = timeout;
    if (!(client instanceof RedisClient || client instanceof RedisClusterClient)) {
      throw new IllegalArgumentException(
          client.getClass().getName() + " is neither a RedisClient nor a RedisClusterClient");
    }
    if (client instanceof RedisClusterClient && database != 0) {
      throw new IllegalArgumentException(
          "Redis Cluster has database 0 only, but database " + database + " is asked for");
    }
  }

  @Override
  public RedisLink open() {
    return client instanceof RedisClient standalone
        ? openStandalone(standalone)
        : openCluster((RedisClusterClient) client);
  }

  private RedisLink openStandalone(RedisClient standalone) {
    var connection = standalone.connect(StringCodec.UTF8);
    try {
      var info = ServerQuestions.ask(connection.async(), timeout);
      if (info.isCluster()) {
        throw new IllegalStateException(
            "the application's client is a RedisClient, but the server belongs to a Redis Cluster:"
                + " provide a RedisClusterClient");
      }
      if (database != 0) {
        connection.sync().select(database);
      }
      return RedisLink.of(connection, standalone.connectPubSub(StringCodec.UTF8), info);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private RedisLink openCluster(RedisClusterClient cluster) {
    var connection = cluster.connect(StringCodec.UTF8);
    try {
      var info = ServerQuestions.ask(connection.async(), timeout);
      return RedisLink.of(connection, cluster.connectPubSub(StringCodec.UTF8), info);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Timer timer() {
    return client.getResources().timer();
  }

  @Override
  public String describe() {
    return "the application's own " + client.getClass().getSimpleName();
  }

  @Override
  public void close() {
    // The client is the application's.
  }
}
