package dev.longshore.service.session.redis;

import static dev.longshore.service.session.redis.ConnectionString.invalid;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads StackExchange.Redis's own grammar: endpoints and {@code name=value}, between commas. */
final class ConnectionStringParser {

  private static final String CUT_PASSWORD =
      "what follows the password is neither a server nor a known option; a password that contains a"
          + " comma must be written in a URI, such as redis://:pass%2Cword@host:6379";

  private final List<RedisEndpoint> endpoints = new ArrayList<>();
  private final Map<ConnectionOption, String> options = new EnumMap<>(ConnectionOption.class);

  /** Set behind a password until a known option follows: this may be the rest of the password. */
  private boolean maybePassword;

  private ConnectionStringParser() {}

  static ConnectionString parse(String text) {
    var parser = new ConnectionStringParser();
    for (var item : text.split(",")) {
      if (!item.isBlank()) {
        parser.add(item.strip());
      }
    }
    return new ConnectionString(parser.endpoints, parser.options);
  }

  private void add(String item) {
    int equals = item.indexOf('=');
    if (equals > 0) {
      addOption(item.substring(0, equals).strip(), item.substring(equals + 1).strip());
    } else {
      addEndpoint(item);
    }
  }

  private void addOption(String name, String value) {
    var option = ConnectionOption.named(name);
    if (option.isEmpty()) {
      throw unknown(name);
    }
    if (options.put(option.get(), option.get().checked(value)) != null) {
      throw invalid("option '%s' is given twice".formatted(option.get().key()));
    }
    maybePassword =
        option.get() == ConnectionOption.PASSWORD
            || option.get() == ConnectionOption.SENTINEL_PASSWORD;
  }

  private IllegalArgumentException unknown(String name) {
    if (maybePassword) {
      return invalid(CUT_PASSWORD);
    }
    if (name.startsWith("$")) {
      return invalid("renamed commands ('%s=') are not supported".formatted(name));
    }
    if (name.equalsIgnoreCase("tunnel")) {
      return invalid("option 'tunnel' is not supported");
    }
    return invalid("unknown option '%s'; %s".formatted(name, ConnectionOption.advice(name)));
  }

  private void addEndpoint(String item) {
    if (maybePassword && !endpoints.isEmpty() && !item.contains(":")) {
      throw invalid(CUT_PASSWORD);
    }
    if (item.contains("@")) {
      throw invalid(
          "a user or password before '@' needs a URI, such as redis://user:password@host:6379");
    }
    if (item.startsWith("!")) {
      throw invalid("Unix domain sockets are not supported; name host:port");
    }
    var endpoint = RedisEndpoint.parse(item);
    if (endpoint.isEmpty()) {
      throw invalid(
          maybePassword
              ? CUT_PASSWORD
              : "'%s' is not a server; write host, host:port or [ipv6]:port".formatted(item));
    }
    endpoints.add(endpoint.get());
  }
}
