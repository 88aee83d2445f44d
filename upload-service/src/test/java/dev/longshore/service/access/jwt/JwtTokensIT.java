package dev.longshore.service.access.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.longshore.service.access.Issuer;
import dev.longshore.service.client.Answer;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer that changes its keys, is down, or never made them. */
class JwtTokensIT {

  @TempDir private Path folder;
  private Issuer issuer;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    issuer = Issuer.start();
    server = builder().start();
  }

  private TestServer.Builder builder() {
    return TestServer.storingIn(folder)
        .with("longshore.access.mode", "jwt")
        .with("longshore.access.jwt.issuer", issuer.uri())
        .with("longshore.access.jwt.audience", Issuer.AUDIENCE)
        .with("longshore.access.jwt.clock-skew", "10s")
        .with("longshore.access.jwt.keys-lifetime", "2s")
        .with("longshore.access.jwt.max-open-bytes-claim", "limits.bytes")
        .with("longshore.access.path-prefixes", "users/{owner},teams/{realm.groups}");
  }

  @AfterEach
  void stop() {
    server.close();
    issuer.close();
  }

  private Answer create(String token) {
    return server.client().bearer(token).tusCreate(1);
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  @Test
  void keysChangeWhileUploadsRun() throws Exception {
    var stop = new AtomicBoolean();
    var chunks = new AtomicInteger();
    var refused = new AtomicInteger();
    var uploads =
        CompletableFuture.runAsync(() -> {
          while (!stop.get()) {
            var client = server.client().bearer(issuer.token("alice"));
            var upload = client.create(3);
            for (int i = 0; i < 3; i++) {
              // As soon as the issuer signs with a new key, tokens have it.
              var status =
                  server
                      .client()
                      .bearer(issuer.token("alice"))
                      .patch(upload, i, new byte[1])
                      .status();
              (status == 204 ? chunks : refused).incrementAndGet();
            }
          }
        });
    await().until(() -> uploads.isDone() || chunks.get() > 10);
    var old = issuer.token("alice");
    issuer.rotate("second");
    int then = chunks.get();
    await().until(() -> uploads.isDone() || chunks.get() > then + 10);
    issuer.withdrawOthers();
    // A key that was withdrawn is good no longer than it is kept.
    await().untilAsserted(() -> assertThat(create(old).status()).isEqualTo(401));
    stop.set(true);
    uploads.join();
    assertThat(refused).hasValue(0);
  }

  @Test
  void keysAreNotFetchedForEachToken() throws Exception {
    var other = Issuer.newKey("other");
    create(issuer.token("alice"));
    int fetched = issuer.fetches();
    for (int i = 0; i < 20; i++) {
      assertThat(create(issuer.sign(other, JWSAlgorithm.RS256, "alice", Map.of())).status())
          .isEqualTo(401);
    }
    assertThat(issuer.fetches()).isLessThan(fetched + 5);
  }

  @Test
  void issuerThatIsDownIs503UntilItIsUp() {
    issuer.down(true);
    var answer = create(issuer.token("alice"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("access-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    issuer.down(false);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(create(issuer.token("alice")).status()).isEqualTo(201));
  }

  @Test
  void keysHoldWhileTheIssuerIsDown() {
    var token = issuer.token("alice");
    create(token);
    issuer.down(true);
    await()
        .during(Duration.ofSeconds(3))
        .untilAsserted(() -> assertThat(create(token).status()).isEqualTo(201));
  }

  @Test
  void newKeyWhileTheIssuerIsDownIs503AndNotA401ThatEndsTheUpload() throws Exception {
    create(issuer.token("alice"));
    issuer.down(true);
    issuer.rotate("second");
    assertThat(create(issuer.token("alice")).status()).isEqualTo(503);
  }

  @Test
  void onlyTokensOfTheIssuerForTheServiceAndOfNowAreGood() throws Exception {
    var sameName = Issuer.newKey("first");
    var bad =
        Map.of(
            "another issuer", issuer.token("alice", Map.of("iss", "https://other.example")),
            "another audience", issuer.token("alice", Map.of("aud", List.of("a", "b"))),
            "expired", issuer.token("alice", Map.of("exp", in(-20))),
            "not yet", issuer.token("alice", Map.of("nbf", in(60))),
            "no owner", issuer.token(null),
            "control characters", issuer.token("a\nb"),
            "a key of the same name", issuer.sign(sameName, JWSAlgorithm.RS256, "alice", Map.of()),
            "an algorithm that is not allowed",
                issuer.sign(sameName, JWSAlgorithm.PS256, "alice", Map.of()),
            "a limit that is none",
                issuer.token("alice", Map.of("limits", Map.of("bytes", "lots"))),
            "no JWT", "alice");
    bad.forEach((why, token) -> {
      var answer = create(token);
      assertThat(answer.status()).as(why).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).as(why).contains("error=\"invalid_token\"");
      assertThat(answer.toString()).as(why).doesNotContain(token + ".");
    });
    assertThat(create(issuer.token("alice", Map.of("aud", List.of("a", Issuer.AUDIENCE)))).status())
        .isEqualTo(201);
    assertThat(create(issuer.token("alice", Map.of("exp", in(-5)))).status()).isEqualTo(201);
  }

  @Test
  void tokensThatNobodySignedAreNotGood() throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer.uri())
            .audience(Issuer.AUDIENCE)
            .subject("alice")
            .expirationTime(in(60))
            .build();
    assertThat(create(new PlainJWT(claims).serialize()).status()).isEqualTo(401);
    // The public key as a secret: what a checker that believes the token would take.
    var mac =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims);
    mac.sign(new MACSigner(new byte[32]));
    assertThat(create(mac.serialize()).status()).isEqualTo(401);
  }

  @Test
  void claimsSayWhereObjectsMayLie() {
    var token = issuer.token("alice", Map.of("realm", Map.of("groups", List.of("red", "../blue"))));
    var alice = server.client().bearer(token);
    alice.patch(alice.create(3, "teams/red/a.txt"), 0, "abc".getBytes());
    assertThat(server.object("teams/red/a.txt")).hasContent("abc");
    alice.create(3, "users/alice/a.txt");
    for (var path : List.of("teams/blue/a", "blue/a", "users/bob/a")) {
      assertThat(alice.json("{\"totalSize\":3,\"path\":\"%s\"}".formatted(path)).problem())
          .isEqualTo("path-forbidden");
    }
  }

  @Test
  void claimsSayHowMuchSomebodyMayHaveUnderWay() {
    var alice =
        server.client().bearer(issuer.token("alice", Map.of("limits", Map.of("bytes", 10))));
    var first = alice.create(6);
    assertThat(alice.tusCreate(5).problem()).isEqualTo("too-many-bytes");
    assertThat(alice.tusCreate(11).problem()).isEqualTo("upload-too-large");
    alice.create(4);
    alice.patch(first, 0, new byte[6]);
    alice.create(6);
    server.client().bearer(issuer.token("bob")).create(1000);
  }
}
