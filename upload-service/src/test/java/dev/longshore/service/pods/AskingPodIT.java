package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.hooks.HookServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod goes away while it asks whether an upload may be completed. */
class AskingPodIT {

  private static final byte[] BYTES = TwoPods.random(100_000);

  @TempDir Path folder;
  private HookServer hook;
  private TwoPods pods;

  @BeforeEach
  void start() throws IOException {
    hook = HookServer.start();
    pods =
        TwoPods.start(
            folder,
            Map.of(
                "LONGSHORE_HOOKS_PRE_COMPLETE_URL",
                hook.uri(),
                "LONGSHORE_HOOKS_PRE_COMPLETE_TIMEOUT",
                "1m"));
  }

  @AfterEach
  void stop() throws IOException {
    pods.close();
    hook.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 422})
  void anotherPodAsksAgainAfterAKill(int said) throws Exception {
    var upload = pods.one.client().create(BYTES.length, "asked.bin");
    hook.hold();
    try (var wire = pods.one.wire()) {
      wire.patch(upload, 0, BYTES.length).send(BYTES);
      await().until(() -> hook.asked().size() == 1);
      pods.one.kill();
      hook.refuse(said);
      var head = pods.two.client().head(upload);
      assertThat(head.status()).isEqualTo(said == 204 ? 200 : said);
      assertThat(hook.asked()).hasSize(2);
      assertThat(hook.asked().get(1).header("webhook-id"))
          .isEqualTo(hook.asked().get(0).header("webhook-id"));
      assertThat(hook.asked().get(1).body()).isEqualTo(hook.asked().get(0).body());
    }
    if (said == 204) {
      assertThat(pods.object("asked.bin")).hasBinaryContent(BYTES);
    } else {
      assertThat(pods.object("asked.bin")).doesNotExist();
      assertThat(pods.two.client().head(upload).status()).isEqualTo(404);
    }
  }

  /** A pod that stood still gets a yes that was overtaken by a no to another one. */
  @Test
  void yesToAPodThatWasStoppedComesTooLate() throws Exception {
    var upload = pods.one.client().create(BYTES.length, "asked.bin");
    var held = hook.hold();
    try (var wire = pods.one.wire()) {
      wire.patch(upload, 0, BYTES.length).send(BYTES);
      await().until(() -> hook.asked().size() == 1);
      pods.one.pause();
      hook.refuse(422);
      assertThat(pods.two.client().head(upload).status()).isEqualTo(422);
      held.answer(204);
      pods.one.resume();
      var late = wire.answer();
      assertThat(late.status()).as(late.toString()).isEqualTo(503);
    }
    assertThat(pods.object("asked.bin")).doesNotExist();
    assertThat(pods.two.client().head(upload).status()).isEqualTo(404);
  }

  @Test
  void stoppedPodLeavesTheUploadToAnother() throws Exception {
    var upload = pods.one.client().create(BYTES.length, "asked.bin");
    hook.hold();
    try (var wire = pods.one.wire()) {
      wire.patch(upload, 0, BYTES.length).send(BYTES);
      await().until(() -> hook.asked().size() == 1);
      pods.one.terminate();
      assertThat(pods.one.ends(Duration.ofSeconds(30))).isTrue();
      assertThat(pods.two.client().head(upload).offset()).isEqualTo(BYTES.length);
    }
    assertThat(pods.object("asked.bin")).hasBinaryContent(BYTES);
  }
}
