package dev.longshore.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.admin.AdminServer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.events.Receiver;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.session.redis.RedisSessionOptions;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import dev.longshore.service.upload.UploadHooks;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@code docs/environment.md} says what the service knows, and all of it works. */
class EnvironmentIT {

  private static final String ACCESS = "LONGSHORE_ACCESS_";
  private static final String HOOKS = "LONGSHORE_HOOKS_";
  private static final String S3 = "LONGSHORE_STORAGE_S3_";
  private static final String EVENTS = "LONGSHORE_EVENTS_";

  @TempDir private Path folder;

  @Test
  void tableIsWhatTheCodeSays() throws IOException {
    var table = EnvironmentTable.generated();
    if (Boolean.getBoolean("longshore.generate")) {
      EnvironmentTable.write(table);
    }
    assertThat(EnvironmentTable.committed())
        .as("run this test with -Dlongshore.generate=true")
        .isEqualTo(table);
  }

  /** Text is taken as it is; of everything else Micronaut would take the default if it is wrong. */
  @Test
  void everyOptionHasAMeaningAndARuleWhereAValueCanBeWrong() throws IOException {
    for (var option : EnvironmentTable.options()) {
      assertThat(EnvironmentTable.meaning(option)).as(option.toString()).isNotBlank();
      if (!Set.of("java.lang.String", "java.nio.file.Path", "java.util.List")
          .contains(option.get("type").textValue())) {
        assertThat(EnvironmentTable.form(option)).as(option.toString()).isNotBlank();
      }
    }
  }

  @Test
  void everyRuleIsOfAnOption() throws IOException {
    assertThat(EnvironmentTable.rules())
        .extracting(rule -> "longshore." + rule.option())
        .doesNotHaveDuplicates()
        .isSubsetOf(EnvironmentTable.options().stream().map(EnvironmentTable::name).toList());
  }

  @Test
  void variablesAreNamedAsMicronautNamesThem() throws IOException {
    for (var row : EnvironmentTable.rows()) {
      assertThat(row.variable()).isEqualTo(NameUtils.environmentName(row.property()));
    }
  }

  @Test
  void everyVariableTakesEffect() throws Exception {
    try (var redis = RedisServer.start()) {
      int port = freePort();
      int adminPort = freePort();
      var data = folder.resolve("elsewhere");
      Map<String, Object> environment = new HashMap<>();
      environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
      environment.put("LONGSHORE_POD_NAME", "media-3");
      environment.put("LONGSHORE_SESSION_STORE", "redis");
      environment.put("LONGSHORE_SESSION_MEMORY_EXPIRATION", "2h");
      environment.put("LONGSHORE_SESSION_LEASE_DURATION", "7s");
      environment.put("LONGSHORE_SESSION_LEASE_PATIENCE", "PT9S");
      environment.put("LONGSHORE_SESSION_REDIS_CONNECTION_STRING", redis.endpoint());
      environment.put("LONGSHORE_SESSION_REDIS_KEY_PREFIX", "apps:media:session:");
      environment.put("LONGSHORE_SESSION_REDIS_SLIDING_EXPIRATION", "PT3H");
      environment.put("LONGSHORE_SESSION_REDIS_DATABASE_INDEX", "3");
      environment.put("LONGSHORE_SESSION_REDIS_CA_CERTIFICATE", anyCertificate().toString());
      environment.put("LONGSHORE_STORAGE_TYPE", "filesystem");
      environment.put("LONGSHORE_STORAGE_FILESYSTEM_PATH", data.toString());
      environment.put("LONGSHORE_STORAGE_FILESYSTEM_FSYNC", "false");
      environment.put("LONGSHORE_STORAGE_ALLOW_OVERWRITE", "true");
      environment.put("LONGSHORE_CLEANUP_INTERVAL", "5m");
      environment.put("LONGSHORE_CORS_ALLOWED_ORIGINS", "https://app.example");
      environment.put("LONGSHORE_LIMITS_MAX_UPLOAD_SIZE", "1000");
      environment.put("LONGSHORE_LIMITS_MAX_CHUNK_SIZE", "100");
      environment.put("LONGSHORE_LIMITS_MIN_UPLOAD_SIZE", "2");
      environment.put("LONGSHORE_LIMITS_MIN_CHUNK_SIZE", "3");
      environment.put("LONGSHORE_LIMITS_MAX_OPEN_UPLOADS", "20");
      environment.put("LONGSHORE_LIMITS_MAX_OPEN_BYTES", "100000");
      environment.put("LONGSHORE_LIMITS_REQUEST_RATE", "0.5");
      environment.put("LONGSHORE_LIMITS_REQUEST_BURST", "99");
      environment.put("LONGSHORE_LIMITS_MAX_AUTH_FAILURES_PER_MINUTE", "30");
      environment.put("LONGSHORE_LIMITS_ALLOWED_CONTENT_TYPES", "*/*,image/*");
      environment.put("LONGSHORE_LIMITS_TRUSTED_PROXIES", "10.0.0.0/8,fd00::/8");
      environment.put("LONGSHORE_LIMITS_MIN_BODY_RATE", "100");
      environment.put("LONGSHORE_LIMITS_MIN_BODY_RATE_WINDOW", "20s");
      environment.put("LONGSHORE_LIMITS_HEADER_TIMEOUT", "0s");
      environment.put("LONGSHORE_LOG_FORMAT", "json");
      environment.put("LONGSHORE_LOG_LEVEL", "DEBUG");
      environment.put("LONGSHORE_LOG_ACCESS", "true");
      environment.put("LONGSHORE_TRACING_ENABLED", "true");
      environment.put("LONGSHORE_READ_ENABLED", "true");
      environment.put("LONGSHORE_READ_REDIRECT_ENABLED", "false");
      environment.put("LONGSHORE_READ_REDIRECT_LIFETIME", "90s");
      environment.put("LONGSHORE_READ_REDIRECT_ENDPOINT", "https://files.example");
      environment.put("LONGSHORE_ADMIN_ENABLED", "true");
      environment.put("LONGSHORE_ADMIN_PORT", Integer.toString(adminPort));
      environment.put("LONGSHORE_TLS_ENABLED", "false");
      environment.put("LONGSHORE_TLS_CERTIFICATE", "/tls/tls.crt");
      environment.put("LONGSHORE_TLS_KEY", "/tls/tls.key");
      assertThat(environment.keySet())
          .containsExactlyInAnyOrderElementsOf(
              variables(name ->
                  !name.startsWith(S3)
                      && !name.startsWith(ACCESS)
                      && !name.startsWith(HOOKS)
                      && !name.startsWith(EVENTS)));

      try (var context = start(environment)) {
        context.getBean(EmbeddedServer.class).start();
        var client = new UploadClient(URI.create("http://127.0.0.1:" + port));

        var created = client.tusCreate(1000);
        assertThat(created.header("Longshore-Pod")).isEqualTo("media-3");
        var id = created.header("Location").substring("/uploads/".length());
        var key = "apps:media:session:" + id;
        assertThat(Long.parseLong(redis.cli("-n", "3", "TTL", key))).isBetween(10_000L, 10_800L);
        assertThat(client.tusCreate(1001).status()).isEqualTo(413);
        assertThat(client.tusCreate(1).problem()).isEqualTo("upload-too-small");
        assertThat(client.patch(created.header("Location"), 0, new byte[2]).problem())
            .isEqualTo("chunk-too-small");
        assertThat(
                client
                    .tusCreate(2, "Origin", "https://app.example")
                    .header("Access-Control-Allow-Origin"))
            .isEqualTo("https://app.example");
        assertThat(client.patch(created.header("Location"), 0, new byte[101]).status())
            .isEqualTo(413);
        Files.writeString(data.resolve("a.txt"), "old");
        var again = client.create(3, "a.txt");
        assertThat(client.patch(again, 0, "new".getBytes()).status()).isEqualTo(204);
        assertThat(data.resolve("a.txt")).hasContent("new");

        var session = context.getBean(SessionOptions.class);
        assertThat(session.memoryExpiration()).isEqualTo(Duration.ofHours(2));
        assertThat(session.leaseDuration()).isEqualTo(Duration.ofSeconds(7));
        assertThat(session.leasePatience()).isEqualTo(Duration.ofSeconds(9));
        assertThat(context.getBean(RedisSessionOptions.class).caCertificate())
            .isEqualTo(folder.resolve("ca.pem"));
        assertThat(context.getBean(CleanupOptions.class).interval())
            .isEqualTo(Duration.ofMinutes(5));
        assertThat(context.getBean(ClientLimitOptions.class))
            .isEqualTo(
                new ClientLimitOptions(
                    20,
                    100_000,
                    0.5,
                    99,
                    30,
                    List.of("*/*", "image/*"),
                    List.of("10.0.0.0/8", "fd00::/8"),
                    100,
                    Duration.ofSeconds(20),
                    Duration.ZERO));
        assertThat(context.getBean(LogOptions.class).access()).isTrue();
        assertThat(context.getBean(TracingOptions.class).enabled()).isTrue();
        assertThat(client.get(again + "/content").text()).isEqualTo("new");
        assertThat(context.getBean(ReadOptions.Redirect.class))
            .isEqualTo(
                new ReadOptions.Redirect(false, Duration.ofSeconds(90), "https://files.example"));
        assertThat(context.getBean(AdminServer.class).port()).isEqualTo(adminPort);
        assertThat(context.getBean(TlsOptions.class))
            .isEqualTo(new TlsOptions(false, "/tls/tls.crt", "/tls/tls.key"));
        assertThat(context.getBean(StorageOptions.Filesystem.class).fsync()).isFalse();
        assertThat(context.getBean(ObjectStorage.class).name()).startsWith("filesystem ");
      }
    }
  }

  @Test
  void everyVariableOfAccessTakesEffect() throws Exception {
    Map<String, Object> access = new HashMap<>();
    access.put("LONGSHORE_ACCESS_MODE", "jwt");
    access.put("LONGSHORE_ACCESS_PATH_PREFIXES", "users/{owner},teams/{groups}");
    access.put("LONGSHORE_ACCESS_TOKENS_PATH", "/tokens");
    access.put("LONGSHORE_ACCESS_JWT_ISSUER", "https://id.example");
    access.put("LONGSHORE_ACCESS_JWT_AUDIENCE", "uploads,media");
    access.put("LONGSHORE_ACCESS_JWT_JWKS_URL", "https://id.example/keys");
    access.put("LONGSHORE_ACCESS_JWT_ALGORITHMS", "ES384,PS512");
    access.put("LONGSHORE_ACCESS_JWT_CLOCK_SKEW", "5s");
    access.put("LONGSHORE_ACCESS_JWT_KEYS_LIFETIME", "1m");
    access.put("LONGSHORE_ACCESS_JWT_OWNER_CLAIM", "email");
    access.put("LONGSHORE_ACCESS_JWT_MAX_OPEN_UPLOADS_CLAIM", "limits.uploads");
    access.put("LONGSHORE_ACCESS_JWT_MAX_OPEN_BYTES_CLAIM", "limits.bytes");
    var ca = anyCertificate().toString();
    access.put("LONGSHORE_ACCESS_JWT_CA_CERTIFICATE", ca);
    access.put("LONGSHORE_ACCESS_FORWARD_AUTH_CA_CERTIFICATE", ca);
    access.put("LONGSHORE_ACCESS_FORWARD_AUTH_URL", "https://auth.example/check");
    access.put("LONGSHORE_ACCESS_FORWARD_AUTH_HEADERS", "X-Api-Key");
    access.put("LONGSHORE_ACCESS_FORWARD_AUTH_OWNER_HEADER", "Remote-User");
    access.put("LONGSHORE_ACCESS_FORWARD_AUTH_TIMEOUT", "2s");
    access.put("LONGSHORE_ACCESS_FORWARD_AUTH_CACHE_TIME", "3s");
    assertThat(access.keySet())
        .containsExactlyInAnyOrderElementsOf(variables(name -> name.startsWith(ACCESS)));
    try (var context = start(access)) {
      assertThat(context.getBean(AccessOptions.class))
          .isEqualTo(new AccessOptions("jwt", List.of("users/{owner}", "teams/{groups}")));
      assertThat(context.getBean(AccessOptions.Tokens.class).path()).isEqualTo("/tokens");
      assertThat(context.getBean(AccessOptions.Jwt.class))
          .isEqualTo(
              new AccessOptions.Jwt(
                  "https://id.example",
                  List.of("uploads", "media"),
                  "https://id.example/keys",
                  List.of("ES384", "PS512"),
                  Duration.ofSeconds(5),
                  Duration.ofMinutes(1),
                  "email",
                  "limits.uploads",
                  "limits.bytes",
                  ca));
      assertThat(context.getBean(AccessOptions.ForwardAuth.class))
          .isEqualTo(
              new AccessOptions.ForwardAuth(
                  "https://auth.example/check",
                  List.of("X-Api-Key"),
                  "Remote-User",
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(3),
                  ca));
    }
  }

  @Test
  void everyVariableOfHooksTakesEffect() throws Exception {
    var secret = "whsec_" + "c2VjcmV0".repeat(4);
    var ca = anyCertificate().toString();
    Map<String, Object> hooks = new HashMap<>();
    hooks.put("LONGSHORE_HOOKS_PRE_CREATE_CA_CERTIFICATE", ca);
    hooks.put("LONGSHORE_HOOKS_PRE_COMPLETE_CA_CERTIFICATE", ca);
    hooks.put("LONGSHORE_HOOKS_PRE_CREATE_URL", "https://hooks.example/creating");
    hooks.put("LONGSHORE_HOOKS_PRE_CREATE_TIMEOUT", "2s");
    hooks.put("LONGSHORE_HOOKS_PRE_CREATE_FAILURE_POLICY", "ignore");
    hooks.put("LONGSHORE_HOOKS_PRE_CREATE_SIGNING_SECRETS", secret);
    hooks.put("LONGSHORE_HOOKS_PRE_CREATE_HEADERS", "X-Tenant,X-Other");
    hooks.put("LONGSHORE_HOOKS_PRE_COMPLETE_URL", "https://hooks.example/completing");
    hooks.put("LONGSHORE_HOOKS_PRE_COMPLETE_TIMEOUT", "3s");
    hooks.put("LONGSHORE_HOOKS_PRE_COMPLETE_FAILURE_POLICY", "ignore");
    hooks.put("LONGSHORE_HOOKS_PRE_COMPLETE_SIGNING_SECRETS", secret + " " + secret);
    assertThat(hooks.keySet())
        .containsExactlyInAnyOrderElementsOf(variables(name -> name.startsWith(HOOKS)));
    try (var context = start(hooks)) {
      assertThat(context.getBean(PreCreateHookOptions.class))
          .isEqualTo(
              new PreCreateHookOptions(
                  "https://hooks.example/creating",
                  Duration.ofSeconds(2),
                  "ignore",
                  ca,
                  secret,
                  List.of("X-Tenant", "X-Other")))
          .asString()
          .doesNotContain("whsec");
      assertThat(context.getBean(PreCompleteHookOptions.class))
          .isEqualTo(
              new PreCompleteHookOptions(
                  "https://hooks.example/completing",
                  Duration.ofSeconds(3),
                  "ignore",
                  ca,
                  secret + " " + secret))
          .asString()
          .doesNotContain("whsec");
      assertThat(context.getBean(UploadHooks.class).askBeforeCompletion()).isTrue();
    }
    try (var context = start(Map.of())) {
      assertThat(context.getBean(UploadHooks.class)).isSameAs(UploadHooks.NONE);
    }
  }

  @Test
  void wrongSigningSecretEndsTheStartAndIsNotQuoted() throws Exception {
    var log =
        ServiceProcess.failToStart(
            folder,
            Map.of(
                "LONGSHORE_HOOKS_PRE_COMPLETE_URL",
                "http://hook",
                "LONGSHORE_HOOKS_PRE_COMPLETE_SIGNING_SECRETS",
                "hunter2"));
    assertThat(log).contains("LONGSHORE_HOOKS_PRE_COMPLETE_SIGNING_SECRETS");
    assertThat(log).doesNotContain("hunter2");
  }

  @Test
  void authoritiesThatCannotBeReadEndTheStartAndAreNamed() throws Exception {
    var log =
        ServiceProcess.failToStart(
            folder,
            Map.of(
                "LONGSHORE_HOOKS_PRE_CREATE_URL",
                "https://hook",
                "LONGSHORE_HOOKS_PRE_CREATE_CA_CERTIFICATE",
                folder.resolve("absent.pem").toString()));
    assertThat(log).contains("LONGSHORE_HOOKS_PRE_CREATE_CA_CERTIFICATE", "absent.pem");
  }

  @Test
  void everyVariableOfEventsTakesEffect() throws Exception {
    Map<String, Object> events = new HashMap<>();
    events.put("LONGSHORE_EVENTS_ENABLED", "true");
    events.put("LONGSHORE_EVENTS_SOURCE", "urn:longshore:media");
    events.put("LONGSHORE_EVENTS_PROGRESS_INTERVAL", "5s");
    events.put("LONGSHORE_EVENTS_MAX_LENGTH", "500");
    events.put("LONGSHORE_EVENTS_LOOK_INTERVAL", "2m");
    events.put("LONGSHORE_EVENTS_RETRY_BACKOFF", "2s");
    events.put("LONGSHORE_EVENTS_RETRY_MAX_BACKOFF", "3m");
    events.put("LONGSHORE_EVENTS_MAX_AGE", "1h");
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E0_NAME", "audit");
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E0_URL", "https://audit.example/events?from=media");
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E0_SECRET", Receiver.SECRET);
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E0_TYPES", "completed,aborted");
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E0_TIMEOUT", "7s");
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E0_CA_CERTIFICATE", anyCertificate().toString());
    assertThat(events.keySet())
        .containsExactlyInAnyOrderElementsOf(variables(name -> name.startsWith(EVENTS)));
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E1_NAME", "second-one");
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E1_URL", "http://second/");
    events.put("LONGSHORE_EVENTS_ENDPOINTS_E1_SECRET", Receiver.SECRET + "\n" + Receiver.SECRET);
    try (var context = start(events)) {
      assertThat(context.getBean(EventsOptions.class))
          .isEqualTo(
              new EventsOptions(
                  true,
                  "urn:longshore:media",
                  Duration.ofSeconds(5),
                  500,
                  Duration.ofMinutes(2),
                  Duration.ofSeconds(2),
                  Duration.ofMinutes(3),
                  Duration.ofHours(1)));
      var endpoints =
          context.getBeansOfType(EventsOptions.Endpoint.class).stream()
              .collect(Collectors.toMap(EventsOptions.Endpoint::key, endpoint -> endpoint));
      assertThat(endpoints.keySet()).containsExactlyInAnyOrder("e0", "e1");
      assertThat(endpoints.get("e0"))
          .isEqualTo(
              new EventsOptions.Endpoint(
                  "e0",
                  "audit",
                  "https://audit.example/events?from=media",
                  Receiver.SECRET,
                  List.of("completed", "aborted"),
                  Duration.ofSeconds(7),
                  folder.resolve("ca.pem").toString()));
      assertThat(endpoints.get("e1").name()).isEqualTo("second-one");
      assertThat(endpoints.get("e1").url()).isEqualTo("http://second/");
      assertThat(endpoints.get("e1").timeout()).isEqualTo(Duration.ofSeconds(10));
    }
  }

  private static List<String> variables(Predicate<String> which) throws IOException {
    return EnvironmentTable.rows().stream()
        .map(EnvironmentTable.Row::variable)
        .filter(which)
        .toList();
  }

  @Test
  void everyVariableOfS3TakesEffect() throws Exception {
    try (var bucket = new S3Bucket(S3Server.shared())) {
      var s3 = new HashMap<String, Object>();
      s3.put("LONGSHORE_STORAGE_S3_BUCKET", bucket.name());
      s3.put("LONGSHORE_STORAGE_S3_PREFIX", "media");
      s3.put("LONGSHORE_STORAGE_S3_REGION", S3Server.REGION);
      s3.put("LONGSHORE_STORAGE_S3_ENDPOINT", bucket.server().endpoint());
      s3.put("LONGSHORE_STORAGE_S3_PATH_STYLE", "true");
      s3.put("LONGSHORE_STORAGE_S3_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID);
      s3.put("LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY", S3Server.SECRET_ACCESS_KEY);
      s3.put("LONGSHORE_STORAGE_S3_PART_SIZE", "6000000");
      s3.put("LONGSHORE_STORAGE_S3_MAX_PARTS", "1000");
      s3.put("LONGSHORE_STORAGE_S3_MIN_PART_SIZE", "5500000");
      s3.put("LONGSHORE_STORAGE_S3_MAX_PART_SIZE", "100000000");
      s3.put("LONGSHORE_STORAGE_S3_CHECKSUM", "crc32c");
      s3.put("LONGSHORE_STORAGE_S3_CONDITIONAL_WRITES", "true");
      s3.put("LONGSHORE_STORAGE_S3_SIGN_PAYLOAD", "true");
      s3.put("LONGSHORE_STORAGE_S3_ENCRYPTION", "AES256");
      s3.put("LONGSHORE_STORAGE_S3_STORAGE_CLASS", "STANDARD");
      s3.put("LONGSHORE_STORAGE_S3_TAGS", "team=media, kind=upload");
      s3.put("LONGSHORE_STORAGE_S3_MEMORY", "33554432");
      s3.put("LONGSHORE_STORAGE_S3_CONCURRENCY", "7");
      s3.put("LONGSHORE_STORAGE_S3_TIMEOUT", "11s");
      s3.put("LONGSHORE_STORAGE_S3_ATTEMPTS", "2");
      // The two that exclude others.
      var named = new ArrayList<>(s3.keySet());
      named.addAll(List.of("LONGSHORE_STORAGE_S3_PROFILE", "LONGSHORE_STORAGE_S3_KMS_KEY_ID"));
      assertThat(named).containsExactlyInAnyOrderElementsOf(variables(name -> name.startsWith(S3)));

      s3.put("LONGSHORE_STORAGE_TYPE", "s3");
      s3.put("MICRONAUT_SERVER_PORT", "-1");
      try (var context = start(s3)) {
        var server = context.getBean(EmbeddedServer.class).start();
        var client = new UploadClient(URI.create("http://127.0.0.1:" + server.getPort()));
        var upload = client.create(3, "a.txt");
        assertThat(client.patch(upload, 0, "new".getBytes()).status()).isEqualTo(204);
        var object = bucket.client().headObject(b -> b.bucket(bucket.name()).key("media/a.txt"));
        assertThat(object.contentLength()).isEqualTo(3);
        var tags =
            bucket.client().getObjectTagging(b -> b.bucket(bucket.name()).key("media/a.txt"));
        assertThat(tags.tagSet().toString()).contains("team", "media", "kind", "upload");
        assertThat(context.getBean(ObjectStorage.class).name())
            .isEqualTo("s3 %s/media/ at %s".formatted(bucket.name(), bucket.server().endpoint()));
        assertThat(client.get("/health").json().toString()).contains(bucket.name());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LONGSHORE_STORAGE_S3_BUCKET            | ''          | must be set
          LONGSHORE_STORAGE_S3_PREFIX            | /a          | not begin with a /
          LONGSHORE_STORAGE_S3_PREFIX            | .longshore/ | our own
          LONGSHORE_STORAGE_S3_ENDPOINT          | s3.local    | https://s3.example.com
          LONGSHORE_STORAGE_S3_ENDPOINT          | ftp://a     | https://s3.example.com
          LONGSHORE_STORAGE_S3_ACCESS_KEY_ID     | id          | SECRET_ACCESS_KEY
          LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY | secret      | if, and only if, access-key-id
          LONGSHORE_STORAGE_S3_PART_SIZE         | 1000        | from 5242880 to 5368709120
          LONGSHORE_STORAGE_S3_KMS_KEY_ID        | key         | unless encryption is aws:kms
          LONGSHORE_STORAGE_S3_TAGS              | team        | key=value
          LONGSHORE_STORAGE_S3_CHECKSUM          | md5         | crc32c or none
          LONGSHORE_STORAGE_S3_MEMORY            | 1000        | from 1048576 on
          LONGSHORE_STORAGE_S3_MAX_PARTS         | 10001       | from 1 to 10000
          LONGSHORE_STORAGE_S3_ATTEMPTS          | 0           | from 1 to 20
          """)
  void wrongOptionOfS3EndsTheStartAndIsNamed(String variable, String value, String rule) {
    var environment = new HashMap<String, Object>();
    environment.put("LONGSHORE_STORAGE_TYPE", "s3");
    environment.put("LONGSHORE_STORAGE_S3_BUCKET", "media");
    environment.put("MICRONAUT_SERVER_PORT", "-1");
    environment.put(variable, value);
    var messages = new ArrayList<String>();
    try (var context = start(environment)) {
      context.getBean(EmbeddedServer.class).start();
      messages.add("it started");
    } catch (RuntimeException e) {
      Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
          .forEach(cause -> messages.add(cause.getMessage()));
    }
    assertThat(messages.toString()).contains("LONGSHORE_STORAGE_S3_").contains(rule);
    assertThat(messages.toString()).doesNotContain("'secret'");
  }

  private static ApplicationContext start(Map<String, Object> environment) {
    var variables =
        PropertySource.of(
            "env", environment, PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE);
    return ApplicationContext.builder().propertySources(variables).start();
  }

  /** One of those that the JVM trusts. */
  private Path anyCertificate() throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    var certificate = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers()[0];
    return Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LONGSHORE_SESSION_STORE             | redsi   | memory or redis
          LONGSHORE_SESSION_MEMORY_EXPIRATION | 0s      | a time
          LONGSHORE_SESSION_LEASE_DURATION    | 100ms   | at least 300ms
          LONGSHORE_SESSION_LEASE_DURATION    | banana  | a time
          LONGSHORE_SESSION_LEASE_PATIENCE    | -1s     | a time
          LONGSHORE_STORAGE_TYPE              | s4      | filesystem or s3
          LONGSHORE_STORAGE_ALLOW_OVERWRITE   | maybe   | true or false
          LONGSHORE_STORAGE_FILESYSTEM_FSYNC  | 2       | true or false
          LONGSHORE_CLEANUP_INTERVAL          | 0s      | at least 1s
          LONGSHORE_CLEANUP_INTERVAL          | off     | a time
          LONGSHORE_CORS_ALLOWED_ORIGINS      | app.example | https://app.example
          LONGSHORE_CORS_ALLOWED_ORIGINS      | https://a/b | commas between
          LONGSHORE_LIMITS_MAX_UPLOAD_SIZE    | 5Ti     | without a unit
          LONGSHORE_TLS_ENABLED               | maybe   | true or false
          LONGSHORE_LOG_ACCESS                | maybe   | true or false
          LONGSHORE_READ_ENABLED              | maybe   | true or false
          LONGSHORE_READ_REDIRECT_ENABLED     | 1       | true or false
          LONGSHORE_READ_REDIRECT_LIFETIME    | 8d      | from 1s to 168h
          LONGSHORE_READ_REDIRECT_ENDPOINT    | files   | a URL
          LONGSHORE_TRACING_ENABLED           | maybe   | true or false
          LONGSHORE_LOG_FORMAT                | xml     | text or json
          LONGSHORE_SESSION_REDIS_SLIDING_EXPIRATION | 0s | above 0
          LONGSHORE_SESSION_REDIS_DATABASE_INDEX | -1   | from 0 on
          LONGSHORE_LOG_LEVEL                 | loud    | TRACE, DEBUG
          LONGSHORE_LIMITS_MAX_CHUNK_SIZE     | 0       | from 1 on
          LONGSHORE_LIMITS_MAX_CHUNK_SIZE     | -5      | from 1 on
          LONGSHORE_LIMITS_MIN_UPLOAD_SIZE    | 1Ki     | from 0 on
          LONGSHORE_LIMITS_MIN_CHUNK_SIZE     | -1      | from 0 on
          LONGSHORE_LIMITS_MAX_OPEN_UPLOADS   | many    | from 0 on
          LONGSHORE_LIMITS_MAX_OPEN_BYTES     | 1Gi     | without a unit
          LONGSHORE_LIMITS_REQUEST_RATE       | -1      | from 0
          LONGSHORE_LIMITS_REQUEST_BURST      | 0       | from 1
          LONGSHORE_LIMITS_MAX_AUTH_FAILURES_PER_MINUTE | -1 | from 0
          LONGSHORE_LIMITS_ALLOWED_CONTENT_TYPES | image | image/*
          LONGSHORE_LIMITS_TRUSTED_PROXIES    | 10.0.0.1 | 10.0.0.0/8
          LONGSHORE_LIMITS_TRUSTED_PROXIES    | 10.0.0.0/33 | 10.0.0.0/8
          LONGSHORE_LIMITS_MIN_BODY_RATE      | 1k      | without a unit
          LONGSHORE_LIMITS_MIN_BODY_RATE_WINDOW | 0s    | at least 1s
          LONGSHORE_LIMITS_HEADER_TIMEOUT     | -1s     | a time
          LONGSHORE_ACCESS_MODE               | off     | none, tokens, jwt or forward-auth
          LONGSHORE_ACCESS_PATH_PREFIXES      | ../{sub} | users/{owner}
          LONGSHORE_ACCESS_PATH_PREFIXES      | a/{     | users/{owner}
          LONGSHORE_ACCESS_JWT_ISSUER         | id.example | a URL
          LONGSHORE_ACCESS_JWT_JWKS_URL       | file:/x | a URL
          LONGSHORE_ACCESS_JWT_ALGORITHMS     | none    | RS256
          LONGSHORE_ACCESS_JWT_ALGORITHMS     | HS256   | RS256
          LONGSHORE_ACCESS_JWT_CLOCK_SKEW     | -1s     | a time
          LONGSHORE_ACCESS_JWT_KEYS_LIFETIME  | 0s      | at least 1s
          LONGSHORE_HOOKS_PRE_CREATE_URL      | hook    | a URL
          LONGSHORE_HOOKS_PRE_CREATE_TIMEOUT  | 0s      | a time
          LONGSHORE_HOOKS_PRE_CREATE_FAILURE_POLICY | open | fail or ignore
          LONGSHORE_HOOKS_PRE_CREATE_HEADERS  | a b     | names of header fields
          LONGSHORE_HOOKS_PRE_COMPLETE_URL    | ftp://a | a URL
          LONGSHORE_HOOKS_PRE_COMPLETE_TIMEOUT | -1s    | a time
          LONGSHORE_HOOKS_PRE_COMPLETE_FAILURE_POLICY | Fail | fail or ignore
          LONGSHORE_ACCESS_FORWARD_AUTH_URL   | auth    | a URL
          LONGSHORE_ACCESS_FORWARD_AUTH_HEADERS | Host  | names of header fields
          LONGSHORE_ACCESS_FORWARD_AUTH_OWNER_HEADER | a b | name of a header field
          LONGSHORE_ACCESS_FORWARD_AUTH_TIMEOUT | 0s    | a time
          LONGSHORE_ACCESS_FORWARD_AUTH_CACHE_TIME | -1s | a time
          """)
  void wrongValueEndsTheStartAndNamesTheVariable(String variable, String value, String form) {
    var messages = new ArrayList<String>();
    try (var context = start(Map.of(variable, value))) {
      messages.add("it started");
    } catch (RuntimeException e) {
      Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
          .forEach(cause -> messages.add(cause.getMessage()));
    }
    assertThat(messages.toString()).contains(variable).contains(form).contains("'" + value + "'");
  }

  @Test
  void minimumAboveTheMaximumEndsTheStartAndIsNamed() throws Exception {
    var limits =
        Map.of("LONGSHORE_LIMITS_MIN_CHUNK_SIZE", "11", "LONGSHORE_LIMITS_MAX_CHUNK_SIZE", "10");
    assertThat(ServiceProcess.failToStart(folder, limits))
        .contains("LONGSHORE_LIMITS_MIN_CHUNK_SIZE", "must not be more than max-chunk-size");
  }

  @Test
  void redirectWithoutABucketEndsTheStartAndIsNamed() throws Exception {
    var redirect = Map.of("LONGSHORE_READ_REDIRECT_ENABLED", "true");
    assertThat(ServiceProcess.failToStart(folder, redirect))
        .contains("LONGSHORE_READ_REDIRECT_ENABLED", "storage.type s3");
  }

  @ParameterizedTest
  @CsvSource({
    "tokens, LONGSHORE_ACCESS_TOKENS_PATH",
    "jwt, LONGSHORE_ACCESS_JWT_ISSUER",
    "forward-auth, LONGSHORE_ACCESS_FORWARD_AUTH_URL"
  })
  void modeWithoutWhatItNeedsEndsTheStartAndNamesIt(String mode, String variable) throws Exception {
    assertThat(ServiceProcess.failToStart(folder, Map.of("LONGSHORE_ACCESS_MODE", mode)))
        .contains(variable);
  }

  @Test
  void folderThatCannotBeMadeEndsTheStartAndIsNamed() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");
    var log = ServiceProcess.failToStart(file.resolve("below"), Map.of());
    assertThat(log)
        .contains("LONGSHORE_STORAGE_FILESYSTEM_PATH")
        .contains(file.resolve("below").toString());
  }

  @Test
  void wrongValueEndsTheProcess() throws Exception {
    var log = ServiceProcess.failToStart(folder, Map.of("LONGSHORE_LIMITS_MAX_CHUNK_SIZE", "8Mi"));
    assertThat(log)
        .contains(
            "longshore.limits.max-chunk-size (LONGSHORE_LIMITS_MAX_CHUNK_SIZE) must be a number of"
                + " bytes from 1 on, without a unit, not '8Mi'");
    assertThat(log.lines().filter(line -> line.contains("ERROR"))).hasSize(1);
    assertThat(log).as("what the reader looks for").doesNotContain("\tat ");
  }
}
