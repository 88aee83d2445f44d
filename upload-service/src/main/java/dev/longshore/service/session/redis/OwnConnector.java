package dev.longshore.service.session.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.Timer;

/** Connects by a connection string, with a client of its own. */
final class OwnConnector implements RedisConnector {

  private final ConnectionString string;
  private final LettuceSettings settings;
  private final ClientResources resources;
  private final RedisClient client;
  private RedisClusterClient cluster;

  OwnConnector(ConnectionString string, LettuceSettings settings) {
    this.string = string;
    this.settings = settings;
    this.resources = settings.resources();
    this.client = new AsyncClient(resources);
    client.setOptions(settings.options());
  }

  @Override
  public RedisLink open() {
    return string.serviceName().isPresent() ? openBySentinel() : openByEndpoint();
  }

  @Override
  public Timer timer() {
    return resources.timer();
  }

  @Override
  public String describe() {
    var where = String.join(", ", string.endpoints().stream().map(Object::toString).toList());
    return string
            .serviceName()
            .map(name -> "master '" + name + "' of the Sentinels " + where)
            .orElse(where)
        + (string.ssl() ? " with TLS" : "");
  }

  /** The Sentinels' user and password are their own, the data nodes', or none: all are common. */
  private RedisLink openBySentinel() {
    RuntimeException first = null;
    for (var uri : settings.sentinelUris()) {
      try {
        return open(uri);
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private RedisLink openByEndpoint() {
    RuntimeException first = null;
    for (var endpoint : string.endpoints()) {
      try {
        return open(settings.uri(endpoint));
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private RedisLink open(RedisURI uri) {
    var connection = client.connect(StringCodec.UTF8, uri);
    StatefulRedisPubSubConnection<String, String> signals = null;
    boolean taken = false;
    try {
      var info = ServerQuestions.ask(connection.async(), string.syncTimeout());
      if (info.isCluster()) {
        return openCluster(info);
      }
      requireMaster(info, connection);
      signals = client.connectPubSub(StringCodec.UTF8, uri);
      taken = true;
      return RedisLink.of(connection, signals, info);
    } finally {
      if (!taken) {
        connection.close();
      }
    }
  }

  private static void requireMaster(ServerInfo info, StatefulRedisConnection<?, ?> connection) {
    if (info.isSentinel()) {
      throw new IllegalStateException(
          "this server is a Sentinel: name the master in the connection string with serviceName=");
    }
    if (info.isReplica()) {
      throw new IllegalStateException("this server is a replica and takes no writes");
    }
  }

  private synchronized RedisLink openCluster(ServerInfo info) {
    if (settings.database() != 0) {
      throw new IllegalStateException(
          "Redis Cluster has database 0 only, but database "
              + settings.database()
              + " is asked for");
    }
    if (cluster == null) {
      cluster =
          RedisClusterClient.create(
              resources, string.endpoints().stream().map(settings::uri).toList());
      cluster.setOptions(settings.clusterOptions());
    }
    cluster.refreshPartitions();
    var connection = cluster.connect(StringCodec.UTF8);
    try {
      return RedisLink.of(connection, cluster.connectPubSub(StringCodec.UTF8), info);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (cluster != null) {
      cluster.shutdown();
    }
    client.shutdown();
    resources.shutdown();
  }
}
