package dev.longshore.service.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.access.Hook;
import dev.longshore.service.access.Issuer;
import dev.longshore.service.events.Receiver;
import dev.longshore.service.hooks.HookServer;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.Certificates;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services behind certificates of a private authority are asked if it is trusted, else not. */
class PrivateAuthorityIT {

  @TempDir private static Path made;
  private static Certificates right;
  private static Certificates other;

  @TempDir private Path folder;

  /** What is said of the authority. */
  enum Said {
    RIGHT,
    OTHER,
    NOTHING;

    TestServer.Builder to(TestServer.Builder service, String option) {
      return switch (this) {
        case RIGHT -> service.with(option, right.ca().toString());
        case OTHER -> service.with(option, other.ca().toString());
        case NOTHING -> service;
      };
    }

    int status() {
      return this == RIGHT ? 201 : 503;
    }
  }

  @BeforeAll
  static void make() {
    right = Certificates.make(made.resolve("right"), "IP:127.0.0.1");
    other = Certificates.make(made.resolve("other"), "IP:127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource
  void hooks(Said said) throws Exception {
    try (var hook = HookServer.at(right.https())) {
      var service =
          TestServer.storingIn(folder)
              .with("longshore.hooks.pre-create.url", hook.uri())
              .with("longshore.hooks.pre-complete.url", hook.uri())
              .with("longshore.hooks.pre-complete.ca-certificate", right.ca().toString());
      try (var server = said.to(service, "longshore.hooks.pre-create.ca-certificate").start()) {
        assertThat(server.client().tusCreate(0).status()).isEqualTo(said.status());
      }
      assertThat(hook.asked()).hasSize(said == Said.RIGHT ? 2 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void forwardAuth(Said said) throws Exception {
    try (var hook = Hook.at(right.https())) {
      hook.know("token", "alice");
      var service =
          TestServer.storingIn(folder)
              .with("longshore.access.mode", "forward-auth")
              .with("longshore.access.forward-auth.url", hook.uri());
      var option = "longshore.access.forward-auth.ca-certificate";
      try (var server = said.to(service, option).start()) {
        assertThat(server.client().bearer("token").tusCreate(1).status()).isEqualTo(said.status());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void issuers(Said said) throws Exception {
    try (var issuer = Issuer.at(right.https())) {
      var service =
          TestServer.storingIn(folder)
              .with("longshore.access.mode", "jwt")
              .with("longshore.access.jwt.issuer", issuer.uri())
              .with("longshore.access.jwt.audience", Issuer.AUDIENCE);
      try (var server = said.to(service, "longshore.access.jwt.ca-certificate").start()) {
        var alice = server.client().bearer(issuer.token("alice"));
        assertThat(alice.tusCreate(1).status()).isEqualTo(said.status());
      }
    }
  }

  /** The second endpoint shows that each has authorities of its own. */
  @ParameterizedTest
  @EnumSource
  void events(Said said) throws Exception {
    try (var receiver = Receiver.at(right.https());
        var second = Receiver.at(other.https())) {
      var service =
          TestServer.storingIn(folder)
              .with("longshore.events.enabled", "true")
              .with("longshore.events.endpoints.e0.url", receiver.url())
              .with("longshore.events.endpoints.e0.secret", Receiver.SECRET)
              .with("longshore.events.endpoints.e1.url", second.url())
              .with("longshore.events.endpoints.e1.secret", Receiver.SECRET)
              .with("longshore.events.endpoints.e1.ca-certificate", other.ca().toString());
      var option = "longshore.events.endpoints.e0.ca-certificate";
      try (var server = said.to(service, option).start()) {
        var upload = server.client().create(0);
        var outcome = said == Said.RIGHT ? "accepted" : "failed";
        await()
            .untilAsserted(() ->
                assertThat(server.client().get("/prometheus").text())
                    .containsPattern(
                        "events_attempts_seconds_count\\{[^}]*\"e0\"[^}]*\"%s\"[^}]*} [1-9]"
                            .formatted(outcome)));
        await()
            .untilAsserted(
                () -> assertThat(second.types(upload)).containsExactly("created", "completed"));
        if (said != Said.RIGHT) {
          assertThat(receiver.accepted()).isEmpty();
        }
      }
    }
  }

  /** Being of the right authority is not enough. */
  @Test
  void certificateOfAnotherHostIsRefused() throws Exception {
    var elsewhere = Certificates.make(made.resolve("elsewhere"), "DNS:elsewhere.example");
    try (var hook = HookServer.at(elsewhere.https());
        var server =
            TestServer.storingIn(folder)
                .with("longshore.hooks.pre-create.url", hook.uri())
                .with("longshore.hooks.pre-create.ca-certificate", elsewhere.ca().toString())
                .start()) {
      assertThat(server.client().tusCreate(0).status()).isEqualTo(503);
      assertThat(hook.asked()).isEmpty();
    }
  }
}
