package dev.longshore.service.session.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which Redis to use and how, read from a connection string in the grammar of StackExchange.Redis
 * ({@code host:port,host:port,option=value}) or from a URI ({@code redis://}, {@code rediss://},
 * {@code redis-sentinel://}, {@code rediss-sentinel://}). Neither its text form nor any error shows
 * a password.
 *
 * @param endpoints servers, or Sentinels if {@link #serviceName()} is present; with ports
 * @param options what was said, by option
 */
public record ConnectionString(
    List<RedisEndpoint> endpoints, Map<ConnectionOption, String> options) {

  private static final List<String> AZURE =
      List.of(
          ".redis.cache.windows.net",
          ".redis.cache.chinacloudapi.cn",
          ".redis.cache.usgovcloudapi.net",
          ".redis.cache.sovcloud-api.de",
          ".redis.cache.sovcloud-api.fr");

  private static final Set<ConnectionOption> SECRET =
      Set.of(ConnectionOption.PASSWORD, ConnectionOption.SENTINEL_PASSWORD);

  public ConnectionString {
    options = Map.copyOf(options);
    if (endpoints.isEmpty()) {
      throw invalid("it names no server; the shortest one is a host, such as localhost:6379");
    }
    int port =
        options.containsKey(ConnectionOption.SERVICE_NAME)
            ? 26379
            : isTls(options, endpoints) ? 6380 : 6379;
    endpoints = endpoints.stream().map(e -> e.withDefaultPort(port)).distinct().toList();
  }

  /**
   * Reads a connection string or URI.
   *
   * @throws IllegalArgumentException if it is not one; says what to change and shows no value
   */
  public static ConnectionString parse(String text) {
    if (text == null || text.isBlank()) {
      throw invalid("it is empty; the shortest one is a host, such as localhost:6379");
    }
    return text.contains("://") && RedisUriParser.handles(text.strip())
        ? RedisUriParser.parse(text.strip())
        : ConnectionStringParser.parse(text);
  }

  static IllegalArgumentException invalid(String what) {
    return new IllegalArgumentException("Redis connection string: " + what);
  }

  /** Whether not reaching Redis at start ends the start. True unless said, as in the original. */
  public boolean abortConnect() {
    return flag(ConnectionOption.ABORT_CONNECT).orElseGet(() -> !isAzure(endpoints));
  }

  /** Whether connections use TLS. */
  public boolean ssl() {
    return isTls(options, endpoints);
  }

  /** The name that certificates must carry, if it is not the one connected to. */
  public Optional<String> sslHost() {
    var said = text(ConnectionOption.SSL_HOST);
    if (said.isPresent()) {
      return said;
    }
    // Cluster nodes announce addresses, certificates carry the name everybody connects to.
    var names = endpoints.stream().map(RedisEndpoint::host).distinct().toList();
    return names.size() == 1 && endpoints.getFirst().isNamed()
        ? Optional.of(names.getFirst())
        : Optional.empty();
  }

  /** TLS versions by their Java names; empty for the JVM's choice. */
  public List<String> sslProtocols() {
    return text(ConnectionOption.SSL_PROTOCOLS).stream()
        .flatMap(said -> Arrays.stream(said.toLowerCase(Locale.ROOT).split("\\|")))
        .map(String::strip)
        .filter(version -> !version.equals("none"))
        .map(version -> version.equals("tls12") ? "TLSv1.2" : "TLSv1.3")
        .toList();
  }

  /** Longest time to open a connection. */
  public Duration connectTimeout() {
    return millis(ConnectionOption.CONNECT_TIMEOUT).orElse(Duration.ofSeconds(5));
  }

  /** Longest time that a call waits for its answer. */
  public Duration syncTimeout() {
    return millis(ConnectionOption.SYNC_TIMEOUT)
        .or(() -> millis(ConnectionOption.ASYNC_TIMEOUT))
        .orElse(Duration.ofSeconds(5));
  }

  /** How often to try again at start before giving up. */
  public int connectRetry() {
    return number(ConnectionOption.CONNECT_RETRY).orElse(3);
  }

  /** Idle time after which the system looks whether the other side is still there. */
  public Duration keepAlive() {
    int seconds = number(ConnectionOption.KEEP_ALIVE).orElse(60);
    return Duration.ofSeconds(seconds > 0 ? seconds : 60);
  }

  /** Logical database that the string asks for. */
  public OptionalInt defaultDatabase() {
    return number(ConnectionOption.DEFAULT_DATABASE);
  }

  /** Name of the master that the endpoints, then Sentinels, are asked for. */
  public Optional<String> serviceName() {
    return text(ConnectionOption.SERVICE_NAME);
  }

  /** The text of an option, if it was said and is not empty. */
  public Optional<String> text(ConnectionOption option) {
    return Optional.ofNullable(options.get(option)).filter(value -> !value.isEmpty());
  }

  private Optional<Boolean> flag(ConnectionOption option) {
    return flag(options, option);
  }

  private static Optional<Boolean> flag(
      Map<ConnectionOption, String> options, ConnectionOption option) {
    return Optional.ofNullable(options.get(option))
        .map(value -> List.of("true", "yes", "on", "1").contains(value.toLowerCase(Locale.ROOT)));
  }

  private OptionalInt number(ConnectionOption option) {
    return text(option).stream().mapToInt(Integer::parseInt).findFirst();
  }

  private Optional<Duration> millis(ConnectionOption option) {
    return number(option).stream().mapToObj(Duration::ofMillis).findFirst();
  }

  private static boolean isTls(
      Map<ConnectionOption, String> options, List<RedisEndpoint> endpoints) {
    return flag(options, ConnectionOption.SSL)
        .orElseGet(() -> isAzure(endpoints) && endpoints.stream().anyMatch(e -> e.port() == 6380));
  }

  private static boolean isAzure(List<RedisEndpoint> endpoints) {
    return endpoints.stream()
        .map(endpoint -> endpoint.host().toLowerCase(Locale.ROOT))
        .anyMatch(host -> AZURE.stream().anyMatch(host::endsWith));
  }

  /** Endpoints and options in the grammar of StackExchange.Redis, passwords hidden. */
  @Override
  public String toString() {
    var said =
        options.keySet().stream()
            .sorted()
            .map(o -> "," + o.key() + "=" + (SECRET.contains(o) ? "*****" : options.get(o)))
            .collect(Collectors.joining());
    return endpoints.stream().map(RedisEndpoint::toString).collect(Collectors.joining(",")) + said;
  }
}
