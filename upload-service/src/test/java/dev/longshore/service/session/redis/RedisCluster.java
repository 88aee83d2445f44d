package dev.longshore.service.session.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Redis Cluster of masters that share the slots, and replicas if asked for. */
public final class RedisCluster implements AutoCloseable {

  private final List<RedisServer> nodes;
  private final List<String> login;

  private RedisCluster(List<RedisServer> nodes, List<String> login) {
    this.nodes = nodes;
    this.login = login;
  }

  public static RedisCluster start(int masters, int replicasEach) {
    return start(masters, replicasEach, List.of(), List.of());
  }

  static RedisCluster startWithPassword(int masters, String password) {
    return start(
        masters,
        0,
        List.of("--requirepass", password, "--masterauth", password),
        List.of("--no-auth-warning", "-a", password));
  }

  private static RedisCluster start(
      int masters, int replicasEach, List<String> options, List<String> login) {
    int count = masters * (1 + replicasEach);
    var nodes =
        Stream.generate(() -> RedisServer.startClusterNode(options.toArray(String[]::new)))
            .limit(count)
            .toList();
    var cluster = new RedisCluster(nodes, login);
    var command = new ArrayList<>(List.of("redis-cli"));
    command.addAll(login);
    command.addAll(List.of("--cluster", "create"));
    nodes.forEach(node -> command.add(node.endpoint()));
    command.addAll(List.of("--cluster-replicas", Integer.toString(replicasEach), "--cluster-yes"));
    RedisServer.run(command);
    await("every node knows the cluster")
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodes.stream().allMatch(cluster::isReady));
    return cluster;
  }

  private boolean isReady(RedisServer node) {
    var replication = cli(node, "INFO", "replication");
    return cli(node, "CLUSTER", "INFO").contains("cluster_state:ok")
        && (replication.contains("role:master") || replication.contains("master_link_status:up"));
  }

  /** The first two nodes, as a user writes them down. */
  public String connectionString() {
    return nodes.stream().limit(2).map(RedisServer::endpoint).collect(Collectors.joining(","));
  }

  List<RedisServer> nodes() {
    return nodes;
  }

  /** Sends a command to the node that has the key. */
  public String cli(String... arguments) {
    return cli(nodes.getFirst(), Stream.concat(Stream.of("-c"), Stream.of(arguments)));
  }

  private String cli(RedisServer node, String... arguments) {
    return cli(node, Stream.of(arguments));
  }

  private String cli(RedisServer node, Stream<String> arguments) {
    return node.cli(Stream.concat(login.stream(), arguments).toArray(String[]::new));
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
