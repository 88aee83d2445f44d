package dev.longshore.service.session.redis;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a Redis or Sentinel server listens.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port TCP port, 0 if the text named none
 */
public record RedisEndpoint(String host, int port) {

  private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.%]+)](?::(\\d{1,5}))?");
  private static final Pattern BARE_IPV6 =
      Pattern.compile("([0-9A-Fa-f.%]*:[0-9A-Fa-f:.%]*:\\S*)()");
  private static final Pattern NAMED = Pattern.compile("([\\w.-]+)(?::(\\d{1,5}))?");

  /** Reads {@code host}, {@code host:port}, {@code [ipv6]:port} or a bare IPv6 address. */
  static Optional<RedisEndpoint> parse(String text) {
    for (var form : new Pattern[] {NAMED, BRACKETED, BARE_IPV6}) {
      var matcher = form.matcher(text);
      if (matcher.matches()) {
        var port = matcher.group(2);
        int number = port == null || port.isEmpty() ? 0 : Integer.parseInt(port);
        boolean named = port != null && !port.isEmpty();
        return named && (number < 1 || number > 65535)
            ? Optional.empty()
            : Optional.of(new RedisEndpoint(matcher.group(1), number));
      }
    }
    return Optional.empty();
  }

  RedisEndpoint withDefaultPort(int fallback) {
    return port == 0 ? new RedisEndpoint(host, fallback) : this;
  }

  /** Whether the host is a name, which a certificate can be checked against. */
  boolean isNamed() {
    return !host.contains(":") && !host.matches("[0-9.]+");
  }

  @Override
  public String toString() {
    var shown = host.contains(":") ? "[" + host + "]" : host;
    return port == 0 ? shown : shown + ":" + port;
  }
}
