package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.server.TestServer;
import dev.longshore.service.storage.HaltingStorage;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.filesystem.FilesystemOptions;
import dev.longshore.service.storage.filesystem.FilesystemStorage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a completed upload left is freed, and no client waits for that. */
class TidyingIT {

  @TempDir Path folder;

  @Test
  void clientIsAnsweredBeforeWhatIsLeftIsFreed() throws IOException {
    var disk = new FilesystemStorage(new FilesystemOptions(folder, "memory", false, false));
    var halting = new HaltingStorage(disk);
    try (var server =
        TestServer.storingIn(folder).with(ObjectStorage.class, halting.storage()).start()) {
      var client = server.client();
      var upload = client.tusCreate(6).header("Location");
      assertThat(client.patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204);
      halting.haltAt("tidy", HaltingStorage.Moment.BEFORE);
      assertThat(client.patch(upload, 3, "def".getBytes()).status()).isEqualTo(204);
      await().until(halting::isHalted);
      assertThat(server.objectOf(upload)).hasContent("abcdef");
      var id = upload.substring(upload.lastIndexOf('/') + 1);
      assertThat(disk.knows(id)).isTrue();
      halting.goOn();
      await().until(() -> !disk.knows(id));
    }
  }
}
