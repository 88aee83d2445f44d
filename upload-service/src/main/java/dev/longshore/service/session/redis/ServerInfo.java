package dev.longshore.service.session.redis;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a server says of itself in {@code INFO}.
 *
 * @param fields names and values; empty if the user may not ask
 */
record ServerInfo(Map<String, String> fields) {

  static ServerInfo parse(String info) {
    return new ServerInfo(
        info.lines()
            .filter(line -> !line.startsWith("#") && line.contains(":"))
            .map(line -> line.split(":", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (a, b) -> b)));
  }

  boolean isCluster() {
    return "1".equals(fields.get("cluster_enabled")) || mode().equals("cluster");
  }

  boolean isSentinel() {
    return mode().equals("sentinel");
  }

  boolean isReplica() {
    return "slave".equals(fields.get("role"));
  }

  /** Which sessions Redis drops when its memory is full; sessions all have a time to live. */
  boolean mayEvictSessions() {
    var policy = fields.getOrDefault("maxmemory_policy", "noeviction");
    return !policy.equals("noeviction") && !fields.getOrDefault("maxmemory", "0").equals("0");
  }

  /** Name, version and kind, for logs. */
  String describe() {
    if (fields.isEmpty()) {
      return "Redis";
    }
    var valkey = fields.get("valkey_version");
    var version = fields.getOrDefault("redis_version", "");
    return (valkey == null ? "Redis " + version : "Valkey " + valkey)
        + (isCluster() ? ", Cluster" : "")
        + ("1".equals(fields.get("aof_enabled")) ? ", append-only file" : ", no append-only file");
  }

  private String mode() {
    return fields.getOrDefault("redis_mode", fields.getOrDefault("server_mode", ""));
  }
}
