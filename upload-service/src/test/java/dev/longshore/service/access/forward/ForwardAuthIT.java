package dev.longshore.service.access.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.access.Hook;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook that answers, says no, is slow, fails, or is not there. */
class ForwardAuthIT {

  private static final String ALICES = "alices token";

  @TempDir private Path folder;
  private Hook hook;

  @BeforeEach
  void start() throws Exception {
    hook = Hook.start();
    hook.know(ALICES, "alice");
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  private TestServer.Builder server() {
    return TestServer.storingIn(folder)
        .with("longshore.access.mode", "forward-auth")
        .with("longshore.access.forward-auth.url", hook.uri())
        .with("longshore.access.forward-auth.timeout", "1s")
        .with("longshore.access.path-prefixes", "users/{owner}");
  }

  @Test
  void hookGetsMethodPathAndChosenFieldsOnly() {
    try (var server = server().start()) {
      var alice = server.client().sending("Authorization", "Bearer " + ALICES, "X-Other", "no");
      var upload = alice.create(3, "users/alice/a.txt");
      assertThat(alice.patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204);
      assertThat(server.object("users/alice/a.txt")).hasContent("abc");
      assertThat(hook.asked()).hasSize(2);
      assertThat(hook.asked().getLast())
          .containsEntry("X-forwarded-method", List.of("PATCH"))
          .containsEntry("X-forwarded-uri", List.of(upload))
          .containsEntry("X-forwarded-for", List.of("127.0.0.1"))
          .containsEntry("X-forwarded-proto", List.of("http"))
          .containsKey("X-forwarded-host")
          .doesNotContainKeys("X-other", "Upload-offset", "Content-type");
    }
  }

  @Test
  void questionsAreCountedByTheirOutcome() {
    try (var server = server().start()) {
      server.client().bearer(ALICES).create(3);
      for (int status : new int[] {401, 403, 500}) {
        hook.answer(status);
        server.client().bearer(ALICES).tusCreate(3);
      }
      assertThat(server.client().get("/prometheus").text())
          .contains(asked("success", 1), asked("refused", 2), asked("failure", 1));
    }
  }

  private static String asked(String outcome, int times) {
    return "longshore_hooks_seconds_count{hook=\"forward-auth\",outcome=\"%s\"} %d"
        .formatted(outcome, times);
  }

  @Test
  void hookThatSaysNoIsHeeded() {
    try (var server = server().start()) {
      hook.answer(403);
      var refused = server.client().bearer(ALICES).tusCreate(3);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.problem()).isEqualTo("forbidden");
      hook.answer(401);
      assertThat(server.client().bearer(ALICES).tusCreate(3).problem())
          .isEqualTo("unauthenticated");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 404, 429, 500, 502})
  void anyOtherAnswerIs503(int status) {
    try (var server = server().start()) {
      hook.answer(status);
      var answer = server.client().bearer(ALICES).tusCreate(3);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("access-unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("5");
    }
  }

  @Test
  void hookThatNamesNobodyOpensNothing() {
    try (var server = server().start()) {
      hook.answer(204);
      assertThat(server.client().bearer("unknown").tusCreate(3).status()).isEqualTo(503);
    }
  }

  /** What the client to the hook would refuse, quoting it, the server has refused before. */
  @ParameterizedTest
  @ValueSource(strings = {"odd\u007ftoken", "odd\u0001token", "odd\u000btoken"})
  void credentialsThatCannotBePassedOnAreNot(String token) throws Exception {
    try (var server = server().start();
        var wire = server.wire()) {
      wire.head(
          "HEAD",
          "/uploads/AAAAAAAAAAAAAAAAAAAAAAAA",
          "Tus-Resumable: 1.0.0",
          "Authorization: Bearer " + token);
      assertThat(wire.answerOfHead().status()).isEqualTo(400);
      assertThat(hook.asked()).isEmpty();
    }
  }

  @Test
  void slowHookIs503AndHoldsNobodyElseUp() {
    try (var server = server().start()) {
      var alice = server.client().bearer(ALICES);
      var upload = alice.create(3);
      hook.hang(true);
      var answer = alice.patch(upload, 0, "abc".getBytes());
      assertThat(answer.status()).isEqualTo(503);
      assertThat(server.client().get("/health/readiness").status()).isEqualTo(200);
      hook.hang(false);
      await()
          .untilAsserted(
              () -> assertThat(alice.patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204));
    }
  }

  @Test
  void hookThatIsNotThereIs503() {
    hook.close();
    try (var server = server().start()) {
      assertThat(server.client().bearer(ALICES).tusCreate(3).status()).isEqualTo(503);
    }
  }

  @Test
  void answersHoldForRequestsJustLikeThemAndNoOthers() {
    try (var server = server().with("longshore.access.forward-auth.cache-time", "1h").start()) {
      var alice = server.client().bearer(ALICES);
      var upload = alice.create(3);
      alice.head(upload);
      int asked = hook.asked().size();
      assertThat(alice.head(upload).status()).isEqualTo(200);
      assertThat(hook.asked()).hasSize(asked);
      alice.get(upload);
      assertThat(hook.asked()).hasSize(asked + 1);
      assertThat(server.client().bearer("unknown").head(upload).status()).isEqualTo(401);
      assertThat(server.client().bearer("unknown").head(upload).status()).isEqualTo(401);
      assertThat(hook.asked()).hasSize(asked + 3);
      // Also with the hook gone.
      hook.answer(500);
      assertThat(alice.head(upload).status()).isEqualTo(200);
    }
  }
}
