package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.UploadSession;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod that dies between marking an upload as aborted and deleting it leaves it ended. */
class InterruptedTerminationIT {

  private static final String ID = "AAAAAAAAAAAAAAAAAAAAAAAA";

  @TempDir Path folder;

  @Test
  void fullUploadIsNotCompletedByWhoeverAsksForItsOffset() {
    try (var server = TestServer.storingIn(folder).start()) {
      var now = Instant.now();
      server
          .bean(SessionStore.class)
          .create(
              new UploadSession(
                  ID, "gone.bin", 0L, 0, null, now, now, SessionStatus.Aborted, null, null, null));
      assertThat(server.client().head("/uploads/" + ID).status()).isEqualTo(404);
      assertThat(server.client().get("/uploads/" + ID).status()).isEqualTo(404);
      assertThat(server.client().patch("/uploads/" + ID, 0, new byte[0]).status()).isEqualTo(404);
      assertThat(server.object("gone.bin")).doesNotExist();
    }
  }
}
