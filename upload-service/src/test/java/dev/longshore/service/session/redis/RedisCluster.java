package dev.longshore.service.session.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Redis Cluster of masters that share the slots, and replicas if asked for. */
final class RedisCluster implements AutoCloseable {

  private final List<RedisServer> nodes;

  private RedisCluster(List<RedisServer> nodes) {
    this.nodes = nodes;
  }

  static RedisCluster start(int masters, int replicasEach) {
    int count = masters * (1 + replicasEach);
    var nodes = Stream.generate(() -> RedisServer.startClusterNode()).limit(count).toList();
    var command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
    nodes.forEach(node -> command.add(node.endpoint()));
    command.addAll(List.of("--cluster-replicas", Integer.toString(replicasEach), "--cluster-yes"));
    RedisServer.run(command);
    var cluster = new RedisCluster(nodes);
    await("every node knows the cluster")
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodes.stream().allMatch(RedisCluster::isReady));
    return cluster;
  }

  private static boolean isReady(RedisServer node) {
    return node.cli("CLUSTER", "INFO").contains("cluster_state:ok")
        && (node.cli("INFO", "replication").contains("role:master")
            || node.cli("INFO", "replication").contains("master_link_status:up"));
  }

  /** The first two nodes, as a user writes them down. */
  String connectionString() {
    return nodes.stream().limit(2).map(RedisServer::endpoint).collect(Collectors.joining(","));
  }

  List<RedisServer> nodes() {
    return nodes;
  }

  /** Sends a command to the node that has the key. */
  String cli(String... arguments) {
    var all = new ArrayList<>(List.of("-c"));
    all.addAll(List.of(arguments));
    return nodes.getFirst().cli(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
