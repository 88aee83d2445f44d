package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.events.Receiver;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod that delivers goes away: another one goes on, and what happened meanwhile is told. */
class EventsTakeOverIT {

  private static final Duration TURN = Duration.ofSeconds(8);

  @TempDir private Path folder;
  private final RedisServer redis = RedisServer.start();
  private Receiver receiver;
  private ServiceProcess one;
  private ServiceProcess two;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
    one = pod();
    var first = one.client().create(0);
    await().until(() -> receiver.types(first).size() == 2);
    // From now on the other one waits for its turn.
    two = pod();
  }

  @AfterEach
  void stop() throws IOException {
    one.close();
    two.close();
    receiver.close();
    redis.close();
  }

  private ServiceProcess pod() throws IOException {
    return ServiceProcess.start(
        folder,
        Map.of(
            "LONGSHORE_SESSION_STORE",
            "redis",
            "LONGSHORE_SESSION_REDIS_CONNECTION_STRING",
            redis.endpoint(),
            "LONGSHORE_SESSION_LEASE_DURATION",
            TURN.toString(),
            "LONGSHORE_EVENTS_ENABLED",
            "true",
            "LONGSHORE_EVENTS_LOOK_INTERVAL",
            "1s",
            "LONGSHORE_EVENTS_ENDPOINTS_E0_NAME",
            "audit",
            "LONGSHORE_EVENTS_ENDPOINTS_E0_URL",
            receiver.url(),
            "LONGSHORE_EVENTS_ENDPOINTS_E0_SECRET",
            Receiver.SECRET));
  }

  @Test
  void killedPodsPendingEventsAreDeliveredByAnother() {
    var failed = new AtomicInteger();
    receiver.answer(event -> {
      failed.incrementAndGet();
      return 500;
    });
    var upload = two.client().create(1);
    two.client().patch(upload, 0, new byte[1]);
    await().until(() -> failed.get() > 0);
    one.kill();
    receiver.answer(event -> 204);
    await()
        .atMost(TURN.plusSeconds(5))
        .until(() -> receiver.types(upload).toString().equals("[created, completed]"));
  }

  @Test
  void stoppedPodLeavesAtOnce() throws Exception {
    one.terminate();
    assertThat(one.ends(Duration.ofSeconds(10))).as(one.log()).isTrue();
    var upload = two.client().create(0);
    await()
        .atMost(TURN.dividedBy(2))
        .until(() -> receiver.types(upload).toString().equals("[created, completed]"));
  }

  @Test
  void uploadThatExpiredWhileNoPodLivedIsToldOnceTheyAreBack() throws Exception {
    var upload = one.client().create(10);
    await().until(() -> receiver.types(upload).size() == 1);
    one.kill();
    two.kill();
    assertThat(one.ends(TURN) && two.ends(TURN)).isTrue();
    redis.cli("DEL", "valiblob:session:" + upload.substring("/uploads/".length()));
    one = pod();
    two = pod();
    await()
        .atMost(TURN.plusSeconds(5))
        .until(() -> receiver.types(upload).toString().equals("[created, expired]"));
  }
}
