package dev.longshore.service.session.redis;

import static dev.longshore.service.session.redis.ConnectionString.invalid;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code
 * redis[s][-sentinel]://[[user]:password@]host[:port][,host...][/database][?option=value&...][#master]}:
 * the forms that Lettuce, redis-cli and the IANA registrations share. Query parameters are
 * Lettuce's {@code timeout}, {@code database}, {@code clientName}, {@code sentinelMasterId} and
 * every option of a connection string.
 */
final class RedisUriParser {

  private static final Pattern SCHEME =
      Pattern.compile("(?i)(redis|rediss)(-sentinel)?://(.*)", Pattern.DOTALL);
  private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,6})(ms|s|m)?");
  private static final Set<String> DATABASE = Set.of("database", "db");

  private final Map<ConnectionOption, String> options = new EnumMap<>(ConnectionOption.class);

  private RedisUriParser() {}

  static boolean handles(String text) {
    return text.matches("(?i)[a-z][a-z0-9+.-]*://.*");
  }

  static ConnectionString parse(String text) {
    var matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      throw invalid(
          "unknown scheme; use redis://, rediss://, redis-sentinel:// or rediss-sentinel://");
    }
    var parser = new RedisUriParser();
    boolean tls = matcher.group(1).equalsIgnoreCase("rediss");
    boolean sentinel = matcher.group(2) != null;
    var endpoints = parser.read(matcher.group(3));
    if (sentinel && !parser.options.containsKey(ConnectionOption.SERVICE_NAME)) {
      throw invalid(
          "a Sentinel URI names the master, as in redis-sentinel://host:26379/0#mymaster");
    }
    parser.options.put(ConnectionOption.SSL, Boolean.toString(tls));
    // By the URI registrations the port is 6379 with TLS too, unlike in a connection string.
    int port = sentinel ? 26379 : 6379;
    return new ConnectionString(
        endpoints.stream().map(e -> e.withDefaultPort(port)).toList(), parser.options);
  }

  private List<RedisEndpoint> read(String rest) {
    // The last '@', so that one in a password that was not encoded does no harm.
    int at = rest.lastIndexOf('@');
    if (at >= 0) {
      credentials(rest.substring(0, at));
    }
    var parts = cut(rest.substring(at + 1), '#');
    if (parts[1] != null) {
      set(ConnectionOption.SERVICE_NAME, decode(parts[1]));
    }
    parts = cut(parts[0], '?');
    if (parts[1] != null) {
      Arrays.stream(parts[1].split("&")).forEach(this::parameter);
    }
    parts = cut(parts[0], '/');
    if (parts[1] != null && !parts[1].isEmpty()) {
      set(ConnectionOption.DEFAULT_DATABASE, parts[1]);
    }
    return Arrays.stream(parts[0].split(",")).map(RedisUriParser::endpoint).toList();
  }

  private void credentials(String text) {
    var parts = cut(text, ':');
    // Like Lettuce: what stands alone is the password.
    var user = parts[1] == null ? "" : parts[0];
    var password = parts[1] == null ? parts[0] : parts[1];
    if (!user.isEmpty()) {
      set(ConnectionOption.USER, decode(user));
    }
    set(ConnectionOption.PASSWORD, decode(password));
  }

  private void parameter(String text) {
    var parts = cut(text, '=');
    var name = parts[0];
    var value = parts[1] == null ? "" : decode(parts[1]);
    switch (name.toLowerCase(Locale.ROOT)) {
      case "timeout" -> timeout(value);
      case "clientname" -> set(ConnectionOption.NAME, value);
      case "sentinelmasterid" -> set(ConnectionOption.SERVICE_NAME, value);
      case String s when DATABASE.contains(s) -> set(ConnectionOption.DEFAULT_DATABASE, value);
      default ->
          set(
              ConnectionOption.named(name)
                  .orElseThrow(() ->
                      invalid(
                          "unknown option '%s'; %s"
                              .formatted(name, ConnectionOption.advice(name)))),
              value);
    }
  }

  private void timeout(String value) {
    var matcher = TIMEOUT.matcher(value);
    if (!matcher.matches()) {
      throw invalid("option 'timeout' must be a time such as 500ms, 5s or 1m");
    }
    long factor =
        switch (matcher.group(2)) {
          case "s" -> 1000;
          case "m" -> 60_000;
          case null, default -> 1;
        };
    var millis = Long.toString(Long.parseLong(matcher.group(1)) * factor);
    set(ConnectionOption.CONNECT_TIMEOUT, millis);
    set(ConnectionOption.SYNC_TIMEOUT, millis);
  }

  private void set(ConnectionOption option, String value) {
    options.put(option, option.checked(value));
  }

  private static RedisEndpoint endpoint(String text) {
    return RedisEndpoint.parse(text)
        .orElseThrow(() ->
            invalid(
                "the URI's host is not host, host:port or [ipv6]:port; in a user or password"
                    + " write the characters : / ? # [ ] @ as %3A %2F %3F %23 %5B %5D %40"));
  }

  private static String[] cut(String text, char at) {
    int index = text.indexOf(at);
    return index < 0
        ? new String[] {text, null}
        : new String[] {text.substring(0, index), text.substring(index + 1)};
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Without the cause: its message repeats part of what may be a password.
      throw invalid("a '%' in a URI must be followed by two hexadecimal digits; write %25 for it");
    }
  }
}
