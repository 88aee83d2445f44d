package dev.longshore.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries one token after the other, from where others come too. */
class LimitedFailuresIT {

  private static final String ALICES = "alices-token-0123456789";
  private static final String BOBS = "bobs-token-0123456789";

  @TempDir private Path folder;

  private TestServer.Builder service() throws Exception {
    new MountedSecret(folder.resolve("tokens")).putFiles(Map.of("alice", ALICES, "bob", BOBS));
    return TestServer.storingIn(folder.resolve("data"))
        .with("longshore.access.mode", "tokens")
        .with("longshore.access.tokens.path", folder.resolve("tokens").toString())
        .with("longshore.limits.trusted-proxies", "127.0.0.0/8")
        .with("longshore.limits.max-auth-failures-per-minute", 3);
  }

  private static int create(TestServer server, String token, String address) {
    return server
        .client()
        .sending("Authorization", "Bearer " + token, "X-Forwarded-For", address)
        .tusCreate(1)
        .status();
  }

  private static void guess(TestServer server, String address) {
    for (int i = 0; i < 3; i++) {
      assertThat(create(server, "guess-" + i, address)).isEqualTo(401);
    }
    assertThat(create(server, "guess-3", address)).isEqualTo(429);
  }

  @Test
  void guessesAreNotEvenLookedAtAfterAFew() throws Exception {
    try (var server = service().start()) {
      guess(server, "192.0.2.1");
      var refused =
          server
              .client()
              .sending("Authorization", "Bearer " + ALICES, "X-Forwarded-For", "192.0.2.1")
              .tusCreate(1);
      assertThat(refused.status()).as("a right guess must not tell").isEqualTo(429);
      assertThat(refused.problem()).isEqualTo("too-many-failures");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 20);
    }
  }

  @Test
  void whoWasKnownBeforeGoesOnFromTheSameAddress() throws Exception {
    try (var server = service().start()) {
      assertThat(create(server, ALICES, "192.0.2.1")).isEqualTo(201);
      guess(server, "192.0.2.1");
      assertThat(create(server, ALICES, "192.0.2.1")).isEqualTo(201);
      assertThat(create(server, BOBS, "192.0.2.1")).isEqualTo(429);
    }
  }

  @Test
  void otherAddressesAreNotConcerned() throws Exception {
    try (var server = service().start()) {
      guess(server, "192.0.2.1");
      assertThat(create(server, ALICES, "192.0.2.2")).isEqualTo(201);
      // An IPv6 client is its network.
      guess(server, "2001:db8::1");
      assertThat(create(server, BOBS, "2001:db8::2")).isEqualTo(429);
      assertThat(create(server, BOBS, "2001:db8:1::1")).isEqualTo(201);
    }
  }

  @Test
  void whoSendsNothingOrWhatIsGoodFailsNothing() throws Exception {
    try (var server = service().start()) {
      for (int i = 0; i < 10; i++) {
        assertThat(server.client().sending("X-Forwarded-For", "192.0.2.1").tusCreate(1).status())
            .isEqualTo(401);
        assertThat(create(server, ALICES, "192.0.2.1")).isEqualTo(201);
      }
      guess(server, "192.0.2.1");
    }
  }

  @Test
  void manyAtOnceAreNoMore() throws Exception {
    try (var server = service().start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries = new ArrayList<Callable<Integer>>();
      IntStream.range(0, 50)
          .forEach(i -> tries.add(() -> create(server, "guess-" + i, "192.0.2.1")));
      var statuses = threads.invokeAll(tries).stream().map(answer -> answer.resultNow()).toList();
      assertThat(statuses).filteredOn(status -> status == 401).hasSize(3);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(47);
    }
  }

  @Test
  void credentialsThatAreGoodNoMoreAreLikeOthers() throws Exception {
    try (var issuer = Issuer.start();
        var server =
            service()
                .with("longshore.access.mode", "jwt")
                .with("longshore.access.jwt.issuer", issuer.uri())
                .with("longshore.access.jwt.audience", Issuer.AUDIENCE)
                .with("longshore.access.jwt.clock-skew", "0s")
                .start()) {
      assertThat(create(server, issuer.token("alice"), "192.0.2.1")).isEqualTo(201);
      for (int i = 0; i < 3; i++) {
        assertThat(create(server, issuer.expired("alice"), "192.0.2.1")).isEqualTo(401);
      }
      assertThat(create(server, issuer.expired("alice"), "192.0.2.1")).isEqualTo(429);
      assertThat(create(server, issuer.token("bob"), "192.0.2.1")).isEqualTo(429);
    }
  }

  @Test
  void hookIsNotAskedAboutGuesses() throws Exception {
    try (var hook = Hook.start();
        var server =
            service()
                .with("longshore.access.mode", "forward-auth")
                .with("longshore.access.forward-auth.url", hook.uri())
                .start()) {
      guess(server, "192.0.2.1");
      int asked = hook.asked().size();
      assertThat(create(server, "guess-4", "192.0.2.1")).isEqualTo(429);
      assertThat(hook.asked()).hasSize(asked);
      // What a hook does not answer is nobody's failure.
      hook.answer(500);
      for (int i = 0; i < 10; i++) {
        assertThat(create(server, ALICES, "192.0.2.2")).isEqualTo(503);
      }
    }
  }
}
