package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longshore.service.session.Acquisition;
import dev.longshore.service.session.Lease;
import dev.longshore.service.session.LeaseState;
import dev.longshore.service.session.SessionPeek;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.Urgency;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seed's connection strings against real servers of each kind; Sentinel has its own test. */
class ConnectionKindsIT {

  @Test
  void standalone() {
    try (var server = RedisServer.start();
        var store = TestStores.open("localhost:" + server.port())) {
      uploads(store);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:%d,password=s3cr3t=,ssl=false,abortConnect=false",
        "localhost:%d,password=s3cr3t=,user=default",
        "redis://:s3cr3t%%3D@localhost:%d",
        "redis://s3cr3t=@127.0.0.1:%d/0?timeout=2s"
      })
  void password(String form) {
    try (var server = RedisServer.start("--requirepass", "s3cr3t=");
        var store = TestStores.open(form.formatted(server.port()))) {
      uploads(store);
    }
  }

  @Test
  void aWrongPasswordIsSaidAsSuchAndNotShown() {
    try (var server = RedisServer.start("--requirepass", "s3cr3t")) {
      var string = "localhost:%d,password=hunter2,connectRetry=0".formatted(server.port());
      assertThatThrownBy(() -> TestStores.open(string))
          .isInstanceOf(SessionStoreUnavailableException.class)
          .hasMessageContaining("localhost:" + server.port())
          .hasMessageContaining("refuses the user or the password")
          .hasMessageNotContaining("hunter2");
      assertThatThrownBy(
              () -> TestStores.open("localhost:%d,connectRetry=0".formatted(server.port())))
          .hasMessageContaining("NOAUTH");
    }
  }

  /** These permissions are those of docs/redis.md. */
  static final String MINIMAL =
      "resetchannels -@all ~valiblob:session:* ~{valiblob:session:*"
          + " +hello +auth +ping +info +evalsha +eval +subscribe +publish +time"
          + " +get +set +del +exists +pexpire +hset +hdel +hmget";

  @ParameterizedTest
  @ValueSource(strings = {"localhost:%d,user=app,password=pw", "redis://app:pw@localhost:%d"})
  void aclUserWithTheDocumentedPermissions(String form) {
    try (var server = RedisServer.start()) {
      acl(server, "&valiblob:session:signals " + MINIMAL.replace("resetchannels ", ""));
      try (var store = TestStores.open(form.formatted(server.port()))) {
        uploads(store);
        assertThat(server.cli("ACL", "LOG").lines())
            .as("nothing that matters was refused")
            .noneMatch(line -> line.contains("key") || line.contains("channel"));
        assertThat(refusedCommands(server)).isSubsetOf("client|setinfo");
      }
    }
  }

  @Test
  void aclUserOfACluster() {
    try (var cluster = RedisCluster.start(3, 0)) {
      for (var node : cluster.nodes()) {
        acl(
            node,
            "&valiblob:session:signals "
                + MINIMAL.replace("resetchannels ", "")
                + " +cluster|nodes +cluster|myid +asking +client|setname");
      }
      try (var store = TestStores.open(cluster.connectionString() + ",user=app,password=pw")) {
        IntStream.range(0, 10).forEach(i -> uploads(store));
      }
      assertThat(cluster.nodes())
          .allSatisfy(node -> assertThat(refusedCommands(node)).isSubsetOf("client|setinfo"));
    }
  }

  @Test
  void aUserWithoutAChannelOnlyLosesTime() {
    try (var server = RedisServer.start()) {
      acl(server, MINIMAL);
      try (var store =
          TestStores.open("localhost:%d,user=app,password=pw".formatted(server.port()))) {
        uploads(store);
      }
    }
  }

  @Test
  void aUserThatMayNotRunScriptsIsToldSo() {
    try (var server = RedisServer.start()) {
      acl(server, MINIMAL.replace(" +evalsha +eval", ""));
      try (var store =
          TestStores.open("localhost:%d,user=app,password=pw".formatted(server.port()))) {
        assertThatThrownBy(() -> store.read("x"))
            .isInstanceOf(SessionStoreUnavailableException.class)
            .hasMessageContaining("evalsha")
            .hasMessageContaining("docs/redis.md");
      }
    }
  }

  static List<String> refusedCommands(RedisServer server) {
    var lines = server.cli("ACL", "LOG").lines().toList();
    return IntStream.range(0, lines.size() - 1)
        .filter(i -> lines.get(i).equals("object"))
        .mapToObj(i -> lines.get(i + 1))
        .toList();
  }

  private static void acl(RedisServer server, String rules) {
    server.cli(("ACL SETUSER app on >pw " + rules).split(" "));
  }

  /** Azure Cache and ElastiCache are this: TLS, a password, a name in the certificate. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:%d,password=a+b/c==,ssl=true,abortConnect=false",
        "localhost:%d,password=a+b/c==,ssl=true,sslProtocols=Tls12|Tls13",
        "rediss://:a+b%%2Fc==@localhost:%d"
      })
  void tls(String form, @TempDir Path directory) {
    var certificates = Certificates.make(directory, "DNS:localhost");
    for (var trusted : List.of(certificates.ca(), directory.resolve("trusted"))) {
      try (var server = startTls(certificates, "a+b/c==");
          var store = TestStores.open(form.formatted(server.port()), trusted)) {
        uploads(store);
      }
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused(@TempDir Path directory) {
    var certificates = Certificates.make(directory.resolve("a"), "DNS:localhost");
    var others = Certificates.make(directory.resolve("b"), "DNS:localhost");
    try (var server = startTls(certificates, "hunter2")) {
      var string = "localhost:%d,ssl=true,password=hunter2,connectRetry=0".formatted(server.port());
      for (var trusted : new Path[] {null, others.ca()}) {
        assertThatThrownBy(() -> TestStores.open(string, trusted))
            .isInstanceOf(SessionStoreUnavailableException.class)
            .hasMessageContaining("certif")
            .hasMessageNotContaining("hunter2");
      }
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefusedUnlessSslHostNamesIt(@TempDir Path directory) {
    var certificates = Certificates.make(directory, "DNS:my-cache.redis.cache.windows.net");
    try (var server = startTls(certificates, "pw")) {
      var string = "localhost:%d,ssl=true,password=pw,connectRetry=0".formatted(server.port());
      assertThatThrownBy(() -> TestStores.open(string, certificates.ca()))
          .isInstanceOf(SessionStoreUnavailableException.class)
          .hasMessageContaining("localhost");
      var named = string + ",sslHost=my-cache.redis.cache.windows.net";
      try (var store = TestStores.open(named, certificates.ca())) {
        uploads(store);
      }
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefused(@TempDir Path directory) {
    assertThatThrownBy(() -> TestStores.open("localhost,ssl=true", directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(directory.toString());
    assertThatThrownBy(() -> TestStores.open("localhost,ssl=true", directory.resolve("no.crt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no.crt");
  }

  @Test
  void anotherDatabase() {
    try (var server = RedisServer.start();
        var store = TestStores.open("redis://localhost:%d/3".formatted(server.port()))) {
      var session = TestStores.newSession();
      store.create(session);
      assertThat(server.cli("-n", "3", "KEYS", "*")).contains(session.uploadId());
      assertThat(server.cli("-n", "0", "DBSIZE")).isEqualTo("0");
    }
  }

  @Test
  void ofSeveralServersTheMasterIsUsed() {
    try (var master = RedisServer.start();
        var replica = RedisServer.start("--replicaof", "127.0.0.1 " + master.port());
        var store = TestStores.open(replica.endpoint() + "," + master.endpoint())) {
      uploads(store);
    }
  }

  @Test
  void aReplicaAloneIsRefused() {
    try (var master = RedisServer.start();
        var replica = RedisServer.start("--replicaof", "127.0.0.1 " + master.port())) {
      assertThatThrownBy(() -> TestStores.open(replica.endpoint() + ",connectRetry=0"))
          .hasMessageContaining("this server is a replica and takes no writes");
    }
  }

  @Test
  void theOldProtocolWorksToo() {
    try (var server = RedisServer.start();
        var store = TestStores.open("localhost:%d,protocol=resp2".formatted(server.port()))) {
      uploads(store);
    }
  }

  /** One upload from start to end, and a second holder in between. */
  static void uploads(SessionStore store) {
    var session = TestStores.newSession();
    store.create(session);
    var id = session.uploadId();
    var lease = take(store, id);
    assertThat(store.acquire(id, "other", Duration.ofSeconds(10), Urgency.NOW))
        .isInstanceOf(Acquisition.Busy.class);
    assertThat(store.commit(lease, 0, session.advancedTo(50, null, Instant.now())))
        .isEqualTo(LeaseState.WANTED_NOW);
    store.release(lease);
    assertThat(store.peek(List.of(id)).get(id)).isInstanceOf(SessionPeek.Found.class);
    store.claim("work", Duration.ofSeconds(10));
    var second = take(store, id);
    assertThat(store.read(id).orElseThrow().session().uploadedBytes()).isEqualTo(50);
    assertThat(store.delete(second)).isTrue();
    assertThat(store.read(id)).isEmpty();
    store.ping();
  }

  private static Lease take(SessionStore store, String id) {
    var holder = UUID.randomUUID().toString();
    return ((Acquisition.Acquired) store.acquire(id, holder, Duration.ofSeconds(10), Urgency.SOON))
        .lease();
  }

  private static RedisServer startTls(Certificates certificates, String password) {
    var options = new ArrayList<>(List.of(certificates.serverOptions()));
    options.addAll(List.of("--requirepass", password));
    return RedisServer.startTls(options.toArray(String[]::new));
  }
}
