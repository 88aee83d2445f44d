package dev.longshore.service.session.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a connection string means in Lettuce's terms.
 *
 * @param string the connection string
 * @param database logical database to use
 * @param trust whom to trust with TLS; empty for the JVM's trust store
 */
record LettuceSettings(ConnectionString string, int database, Optional<TrustManagerFactory> trust) {

  private static final String CLIENT_NAME = "longshore";

  ClientResources resources() {
    // Lettuce's own delay grows to 30 s; uploads wait meanwhile.
    return ClientResources.builder()
        .reconnectDelay(
            Delay.equalJitter(
                Duration.ofMillis(20), Duration.ofSeconds(2), 20, TimeUnit.MILLISECONDS))
        .build();
  }

  ClientOptions options() {
    return fill(ClientOptions.builder()).build();
  }

  ClusterClientOptions clusterOptions() {
    var refresh =
        ClusterTopologyRefreshOptions.builder()
            .enableAllAdaptiveRefreshTriggers()
            .adaptiveRefreshTriggersTimeout(Duration.ofMillis(500))
            .refreshTriggersReconnectAttempts(1)
            .enablePeriodicRefresh(Duration.ofSeconds(30))
            .build();
    var options = ClusterClientOptions.builder();
    fill(options);
    return options.topologyRefreshOptions(refresh).build();
  }

  RedisURI uri(RedisEndpoint endpoint) {
    var uri = plain(endpoint);
    uri.setDatabase(database);
    authenticate(uri, ConnectionOption.USER, ConnectionOption.PASSWORD);
    return uri;
  }

  /** URIs to try in turn; they differ in how the Sentinels, not the master, are logged in to. */
  List<RedisURI> sentinelUris() {
    var uris = new ArrayList<RedisURI>();
    if (string.text(ConnectionOption.SENTINEL_PASSWORD).isPresent()) {
      uris.add(sentinelUri(ConnectionOption.SENTINEL_USER, ConnectionOption.SENTINEL_PASSWORD));
    } else {
      if (string.text(ConnectionOption.PASSWORD).isPresent()) {
        uris.add(sentinelUri(ConnectionOption.USER, ConnectionOption.PASSWORD));
      }
      uris.add(sentinelUri(null, null));
    }
    return uris;
  }

  private RedisURI sentinelUri(ConnectionOption user, ConnectionOption password) {
    var uri = uri(string.endpoints().getFirst());
    uri.setHost(null);
    uri.setSentinelMasterId(string.serviceName().orElseThrow());
    for (var endpoint : string.endpoints()) {
      var sentinel = plain(endpoint);
      if (password != null) {
        authenticate(sentinel, user, password);
      }
      uri.getSentinels().add(sentinel);
    }
    return uri;
  }

  private RedisURI plain(RedisEndpoint endpoint) {
    var uri = RedisURI.create(endpoint.host(), endpoint.port());
    uri.setTimeout(string.syncTimeout());
    uri.setSsl(string.ssl());
    uri.setClientName(string.text(ConnectionOption.NAME).orElse(CLIENT_NAME));
    return uri;
  }

  private void authenticate(RedisURI uri, ConnectionOption user, ConnectionOption password) {
    var secret = string.text(password).map(String::toCharArray).orElse(null);
    if (secret != null) {
      string
          .text(user)
          .ifPresentOrElse(
              name -> uri.setAuthentication(name, secret), () -> uri.setAuthentication(secret));
    }
  }

  private <B extends ClientOptions.Builder> B fill(B options) {
    options
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(string.connectTimeout())
                .keepAlive(
                    SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(string.keepAlive())
                        .interval(Duration.ofSeconds(5))
                        .count(3)
                        .build())
                .build())
        .timeoutOptions(
            TimeoutOptions.builder().timeoutCommands().fixedTimeout(string.syncTimeout()).build())
        .sslOptions(ssl())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled());
    string
        .text(ConnectionOption.PROTOCOL)
        .map(said -> said.contains("2") ? ProtocolVersion.RESP2 : ProtocolVersion.RESP3)
        .ifPresent(options::protocolVersion);
    return options;
  }

  private SslOptions ssl() {
    var ssl = SslOptions.builder().handshakeTimeout(string.connectTimeout());
    trust.ifPresent(ssl::trustManager);
    if (!string.sslProtocols().isEmpty()) {
      ssl.protocols(string.sslProtocols().toArray(String[]::new));
    }
    // The JVM accepts a certificate for this name or for the one connected to.
    string.sslHost().ifPresent(name -> ssl.sslParameters(() -> named(name)));
    return ssl.build();
  }

  private static SSLParameters named(String host) {
    var parameters = new SSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    return parameters;
  }
}
