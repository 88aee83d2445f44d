package dev.longshore.operator.secret;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a connection string leads, without how to get in: two services with other passwords may
 * still share a Redis. Of anything that is no connection string, nothing sensible comes out, and
 * nothing that could be mistaken for a place.
 */
final class RedisPlace {

  private static final String DEFAULT_PORT = ":6379";

  private RedisPlace() {}

  /** Hosts and ports in an order that does not depend on how they are written. */
  static String of(String connectionString, String namespace) {
    var servers = connectionString.strip();
    var scheme = servers.indexOf("://");
    if (scheme >= 0) {
      var authority = servers.substring(scheme + 3).split("[/?#]", 2)[0];
      servers = authority.substring(authority.lastIndexOf('@') + 1);
    }
    return Arrays.stream(servers.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty() && !part.contains("="))
        .map(part -> qualified(part.toLowerCase(Locale.ROOT), namespace))
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** A name without a dot is a Service of the pods' own namespace. */
  private static String qualified(String server, String namespace) {
    var host = server.contains(":") ? server.substring(0, server.lastIndexOf(':')) : server;
    var port = server.contains(":") ? server.substring(server.lastIndexOf(':')) : DEFAULT_PORT;
    return (host.contains(".") || host.startsWith("[") ? host : host + "." + namespace) + port;
  }
}
