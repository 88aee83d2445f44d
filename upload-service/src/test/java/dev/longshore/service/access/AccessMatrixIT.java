package dev.longshore.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.Certificates;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.trust.TrustedCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verb, in every dialect, on every way of a body, for everybody who may ask. */
class AccessMatrixIT {

  /** Who asks. */
  enum Who {
    NOBODY,
    WRONG,
    EXPIRED,
    OTHER,
    OWNER,
    OWNER_OVER_QUOTA
  }

  enum Mode {
    TOKENS,
    JWT,
    FORWARD_AUTH
  }

  /** How requests come. */
  enum Way {
    HTTP_1,
    HTTP_1_BY_NIO,
    HTTP_2,
    TLS_HTTP_1,
    TLS_HTTP_2;

    String server() {
      return this == HTTP_1_BY_NIO ? "nio" : isSecure() ? "tls" : "epoll";
    }

    boolean isSecure() {
      return this == TLS_HTTP_1 || this == TLS_HTTP_2;
    }

    HttpClient.Version version() {
      return this == HTTP_2 || this == TLS_HTTP_2
          ? HttpClient.Version.HTTP_2
          : HttpClient.Version.HTTP_1_1;
    }
  }

  private static final String ALICES = "alices-token-of-32-characters-00";
  private static final String BOBS = "bobs-token-of-at-least-32-chars-0";

  @TempDir private static Path folder;
  private static RedisServer redis;
  private static Issuer issuer;
  private static Hook hook;
  private static final Map<String, TestServer> SERVERS = new HashMap<>();
  private static final Map<Way, HttpClient> CLIENTS = new EnumMap<>(Way.class);

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.start();
    issuer = Issuer.start();
    hook = Hook.start();
    hook.know(ALICES, "alice");
    hook.know(BOBS, "bob");
    var secret = new MountedSecret(folder.resolve("tokens"));
    secret.putFiles(Map.of("alice", ALICES + "\n", "bob", BOBS));
    var certificate = Certificates.make(folder.resolve("tls"), "IP:127.0.0.1");
    var trusting = TrustedCertificates.context(certificate.ca());
    for (var way : Way.values()) {
      CLIENTS.put(way, HttpClient.newBuilder().version(way.version()).sslContext(trusting).build());
    }
    for (var mode : Mode.values()) {
      for (var server : List.of("epoll", "nio", "tls")) {
        SERVERS.put(
            mode + server,
            TestServer.storingIn(folder.resolve("data"))
                .over(server.equals("nio") ? "nio" : "epoll")
                .with("longshore.tls.enabled", server.equals("tls"))
                .with("longshore.tls.certificate", certificate.certificate().toString())
                .with("longshore.tls.key", certificate.key().toString())
                .with("longshore.session.store", "redis")
                .with("longshore.session.redis.connection-string", redis.endpoint())
                .with("longshore.access.mode", mode.name().toLowerCase().replace('_', '-'))
                .with("longshore.read.enabled", true)
                .with("longshore.access.tokens.path", folder.resolve("tokens").toString())
                .with("longshore.access.jwt.issuer", issuer.uri())
                .with("longshore.access.jwt.audience", Issuer.AUDIENCE)
                .with("longshore.access.jwt.max-open-uploads-claim", "uploads")
                .with("longshore.access.forward-auth.url", hook.uri())
                .start());
      }
    }
    for (var way : Way.values()) {
      requireTheWay(way);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    CLIENTS.values().forEach(HttpClient::close);
    SERVERS.values().forEach(TestServer::close);
    hook.close();
    issuer.close();
    redis.close();
  }

  static Stream<Arguments> cases() {
    var cases = new ArrayList<Arguments>();
    for (var mode : Mode.values()) {
      for (var way : Way.values()) {
        for (var verb : Verb.values()) {
          for (var dialect : verb.dialects()) {
            for (var who : whoMayAsk(mode)) {
              cases.add(Arguments.of(mode, way, verb, dialect, who));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  /** Only a token can say what somebody may have of their own. */
  private static List<Who> whoMayAsk(Mode mode) {
    return Stream.of(Who.values())
        .filter(who -> mode == Mode.JWT || who != Who.OWNER_OVER_QUOTA)
        .toList();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
  @MethodSource("cases")
  void everybodyGetsWhatTheyMay(Mode mode, Way way, Verb verb, Verb.Dialect dialect, Who who)
      throws Exception {
    var server = client(mode, way);
    var alice = as(Who.OWNER, mode, server);
    var upload = verb.creates && verb != Verb.CONCATENATE ? null : prepared(verb, alice);

    var answer = verb.send(dialect, as(who, mode, server), upload);

    assertThat(answer.status()).as("%s", answer).isEqualTo(expected(verb, dialect, who));
    if (who.compareTo(Who.OTHER) < 0) {
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"longshore\"");
    }
    if (who == Who.OWNER_OVER_QUOTA && verb.creates) {
      assertThat(answer.header("Retry-After")).isNotNull();
      assertThat(answer.problem()).isEqualTo("too-many-uploads");
    }
    if (upload != null && who.compareTo(Who.OTHER) <= 0) {
      var status = alice.get(upload);
      assertThat(status.status()).as("what is left: %s", status).isEqualTo(200);
      assertThat(status.json().get("uploadedBytes").longValue()).isEqualTo(kept(verb));
      if (who == Who.OTHER) {
        looksAsIfItWereNotThere(verb, dialect, as(who, mode, server), upload, answer);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestsComeTheWayThatIsMeant(Way way) throws Exception {
    requireTheWay(way);
  }

  private static UploadClient client(Mode mode, Way way) {
    return new UploadClient(CLIENTS.get(way), uri(mode, way));
  }

  private static URI uri(Mode mode, Way way) {
    var cleartext = SERVERS.get(mode + way.server()).uri().toString();
    return URI.create(way.isSecure() ? cleartext.replace("http:", "https:") : cleartext);
  }

  /**
   * A client that can't have its way goes another one silently. In cleartext, it goes on in HTTP/2
   * for good where its first request has no body.
   */
  private static void requireTheWay(Way way) throws Exception {
    for (var mode : Mode.values()) {
      var asked =
          HttpRequest.newBuilder(uri(mode, way).resolve("/uploads"))
              .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
              .build();
      var answer = CLIENTS.get(way).send(asked, HttpResponse.BodyHandlers.discarding());
      assertThat(answer.version()).isEqualTo(way.version());
      assertThat(answer.sslSession().isPresent()).isEqualTo(way.isSecure());
    }
  }

  /** Nothing but its name tells another's upload from none. */
  private static void looksAsIfItWereNotThere(
      Verb verb, Verb.Dialect dialect, UploadClient bob, String upload, Answer answer) {
    var nothing = "/uploads/" + "A".repeat(24);
    var other = verb.send(dialect, bob, nothing);
    assertThat(other.status()).isEqualTo(answer.status());
    assertThat(answer.text().replace(upload, nothing).replace(id(upload), id(nothing)))
        .isEqualTo(other.text());
    assertThat(answer.headers().keySet()).isEqualTo(other.headers().keySet());
  }

  private static String id(String upload) {
    return upload.substring("/uploads/".length());
  }

  private static String prepared(Verb verb, UploadClient alice) {
    if (verb == Verb.CONCATENATE) {
      var piece = alice.tusCreate(10, "Upload-Concat", "partial").header("Location");
      alice.patch(piece, 0, Verb.BYTES);
      return piece;
    }
    var upload = alice.create(10);
    if (needsAll(verb)) {
      alice.patch(upload, 0, Verb.BYTES);
    }
    return upload;
  }

  private static long kept(Verb verb) {
    return verb == Verb.CONCATENATE || needsAll(verb) ? 10 : 0;
  }

  private static boolean needsAll(Verb verb) {
    return verb == Verb.COMPLETE || verb == Verb.READ || verb == Verb.DESCRIBE;
  }

  private static int expected(Verb verb, Verb.Dialect dialect, Who who) {
    return switch (who) {
      case NOBODY, WRONG, EXPIRED -> 401;
      case OTHER -> verb == Verb.CONCATENATE ? 400 : verb.creates ? 201 : 404;
      case OWNER_OVER_QUOTA -> verb.creates ? 429 : expected(verb, dialect, Who.OWNER);
      case OWNER ->
          switch (verb) {
            case CREATE, CREATE_WITH_BYTES, CREATE_BY_PUT, CONCATENATE -> 201;
            // The last append is answered as the creation would have been.
            case APPEND ->
                dialect == Verb.Dialect.TUS ? 204 : dialect == Verb.Dialect.IETF ? 201 : 200;
            case APPEND_BY_POST, TERMINATE -> 204;
            // Without more, HEAD is the IETF's once it is an RFC.
            case OFFSET -> dialect == Verb.Dialect.TUS ? 200 : 204;
            case STATUS -> dialect == Verb.Dialect.IETF ? 204 : 200;
            case COMPLETE, READ, DESCRIBE -> 200;
          };
    };
  }

  private static UploadClient as(Who who, Mode mode, UploadClient client) {
    if (who == Who.NOBODY) {
      return client;
    }
    if (who == Who.EXPIRED) {
      return client.bearer(issuer.expired("alice"));
    }
    return client.bearer(
        mode != Mode.JWT
            ? switch (who) {
              case OTHER -> BOBS;
              case OWNER -> ALICES;
              default -> ALICES + "x";
            }
            : switch (who) {
              case OTHER -> issuer.token("bob");
              case OWNER -> issuer.token("alice");
              case OWNER_OVER_QUOTA -> issuer.token("alice", Map.of("uploads", 0));
              default -> issuer.token("alice", Map.of("aud", "others"));
            });
  }
}
