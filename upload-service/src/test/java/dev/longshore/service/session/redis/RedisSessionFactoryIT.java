package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.UploadSession;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store as an application configures and gets it. */
class RedisSessionFactoryIT {

  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theDefaultsAreTheSeeds() {
    try (var context = ApplicationContext.run()) {
      assertThat(context.getBean(RedisSessionOptions.class))
          .isEqualTo(
              new RedisSessionOptions(
                  "localhost:6379", "valiblob:session:", Duration.ofHours(24), 0, null));
      assertThat(context.getBean(SessionStore.class)).isNotInstanceOf(RedisSessionStore.class);
    }
  }

  @Test
  void environmentVariablesConfigureItAsTheOperatorRendersThem() {
    var environment =
        PropertySource.of(
            "environment",
            Map.of(
                "LONGSHORE_SESSION_STORE", "redis",
                "LONGSHORE_SESSION_REDIS_CONNECTION_STRING", server.endpoint(),
                "LONGSHORE_SESSION_REDIS_KEY_PREFIX", "apps:media:session:",
                "LONGSHORE_SESSION_REDIS_SLIDING_EXPIRATION", "PT2H30M",
                "LONGSHORE_SESSION_REDIS_DATABASE_INDEX", "2"),
            PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE);
    try (var context = ApplicationContext.builder().propertySources(environment).start()) {
      var store = context.getBean(SessionStore.class);
      assertThat(store).isInstanceOf(RedisSessionStore.class);
      assertThat(store.slidingExpiration()).isEqualTo(Duration.ofMinutes(150));
      var session = TestStores.newSession();
      store.create(session);
      var key = "apps:media:session:" + session.uploadId();
      assertThat(server.cli("-n", "2", "KEYS", "apps:media:session:*")).isEqualTo(key);
      assertThat(Long.parseLong(server.cli("-n", "2", "TTL", key))).isBetween(8_995L, 9_000L);
    }
  }

  @Test
  void itSaysAtStartupWhatIsInUse() {
    try (var logs = Logs.capture(Level.INFO);
        var context = run(Map.of("sliding-expiration", "90m"))) {
      assertThat(context.isRunning()).isTrue();
      assertThat(logs.lines())
          .anyMatch(line ->
              line.contains("Session store: RedisSessionStore")
                  && line.contains(server.endpoint())
                  && line.contains("valiblob:session:")
                  && line.contains("PT1H30M"));
    }
  }

  @Test
  void itWarnsOfARedisThatDropsSessions() {
    try (var evicting =
            RedisServer.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        var logs = Logs.capture(Level.INFO);
        var context = run(Map.of("connection-string", evicting.endpoint()))) {
      assertThat(context.isRunning()).isTrue();
      assertThat(logs.lines())
          .anyMatch(line -> line.startsWith("WARN") && line.contains("allkeys-lru"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key-prefix|{a}:|braces are not allowed",
        "sliding-expiration|0s|SLIDING_EXPIRATION) must be a time such as 30s, 24h or PT24H, above 0",
        "sliding-expiration|soon|SLIDING_EXPIRATION) must be a time such as 30s, 24h or PT24H, above 0",
        "database-index|x|DATABASE_INDEX) must be a number from 0 on",
        "database-index|-1|DATABASE_INDEX) must be a number from 0 on",
        "connection-string|localhost,pasword=hunter2|unknown option 'pasword'",
        "connection-string|localhost:1,connectRetry=0,password=hunter2|localhost:1 can't be used",
        "ca-certificate|/no/such/ca.crt|/no/such/ca.crt"
      })
  void wrongOptionsEndTheStartAndAreNamed(String option, String value, String message) {
    assertThatThrownBy(() -> run(Map.of(option, value)).close())
        .satisfies(failure -> {
          var text = new StringBuilder();
          for (var at = failure; at != null; at = at.getCause()) {
            text.append(at.getMessage()).append('\n');
          }
          assertThat(text.toString()).contains(message).doesNotContain("hunter2");
        });
  }

  @Test
  void twoDatabasesAtOnceAreRefused() {
    var contradiction =
        Map.of(
            "connection-string", server.endpoint() + ",defaultDatabase=1", "database-index", "2");
    assertThatThrownBy(() -> run(contradiction).close())
        .rootCause()
        .hasMessageContaining("database-index is 2, but the connection string says database 1");
  }

  @Test
  void anApplicationsOwnClientIsUsedAndLeftOpen() {
    var client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
    try {
      try (var context = run(Map.of("connection-string", "nowhere.invalid"), client)) {
        ConnectionKindsIT.uploads(context.getBean(SessionStore.class));
      }
      try (var connection = client.connect()) {
        assertThat(connection.sync().ping()).isEqualTo("PONG");
        await("the store's own connections are closed")
            .until(() -> server.cli("CLIENT", "LIST").lines().count() == 2);
      }
    } finally {
      client.shutdown();
    }
  }

  @Test
  void anApplicationsOwnClusterClientIsUsedAndLeftOpen() {
    try (var cluster = RedisCluster.start(3, 0)) {
      var node = cluster.nodes().getFirst();
      var client = RedisClusterClient.create(RedisURI.create("127.0.0.1", node.port()));
      try {
        try (var context = run(Map.of(), client)) {
          ConnectionKindsIT.uploads(context.getBean(SessionStore.class));
        }
        try (var connection = client.connect()) {
          assertThat(connection.sync().ping()).isEqualTo("PONG");
        }
        assertThatThrownBy(() -> run(Map.of("database-index", "1"), client).close())
            .rootCause()
            .hasMessageContaining("Redis Cluster has database 0 only");
      } finally {
        client.shutdown();
      }
    }
  }

  @Test
  void anOwnClientWithoutAutoReconnectIsReconnectedToo() {
    var client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    try (var connections =
            RedisConnections.borrow(client, 0, Duration.ofMillis(700), Calls.UNWATCHED);
        var store = TestStores.on(connections)) {
      ConnectionKindsIT.uploads(store);
      server.cli("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await()
          .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
          .untilAsserted(() -> ConnectionKindsIT.uploads(store));
    } finally {
      client.shutdown();
    }
  }

  @Test
  void anApplicationsOwnCodecIsUsed() {
    try (var context = run(Map.of("key-prefix", "codec:"), new Shouting())) {
      var store = context.getBean(SessionStore.class);
      var session = TestStores.newSession();
      store.create(session);
      assertThat(server.cli("--raw", "GET", "codec:" + session.uploadId()))
          .startsWith("OWN{\"uploadId\":");
      ConnectionKindsIT.uploads(store);
    }
  }

  /** An application's format that no script could read. */
  static final class Shouting implements SessionCodec {
    private final SessionCodec json = new JsonSessionCodec();

    @Override
    public String encode(UploadSession session) {
      return "OWN" + json.encode(session);
    }

    @Override
    public UploadSession decode(String text) {
      return json.decode(text.substring(3));
    }
  }

  private static ApplicationContext run(Map<String, String> options, Object... beans) {
    var properties = new HashMap<String, Object>();
    properties.put("longshore.session.store", "redis");
    properties.put("longshore.session.redis.connection-string", server.endpoint());
    options.forEach((name, value) -> properties.put("longshore.session.redis." + name, value));
    return ApplicationContext.builder()
        .properties(properties)
        .singletons(List.of(beans).toArray())
        .start();
  }
}
