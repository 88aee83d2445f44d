package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.storage.filesystem.FilesystemOptions;
import dev.longshore.service.storage.filesystem.FilesystemStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostUploadsTest {

  private static final String LOST = "AAAAAAAAAAAAAAAAAAAAAAAA";

  @TempDir private Path folder;

  private LostUploads uploads() throws IOException {
    var storage = new FilesystemStorage(new FilesystemOptions(folder, "memory", false, false));
    Files.writeString(folder.resolve(".longshore/uploads/memory").resolve(LOST), "kept");
    return new LostUploads(storage);
  }

  @Test
  void tellsLostUploadsFromThoseThatNeverWere() throws IOException {
    var uploads = uploads();
    assertThat(uploads.contains(LOST)).isTrue();
    assertThat(uploads.contains("B" + LOST.substring(1))).isFalse();
  }

  @Test
  void looksOnlySoOftenAtOnceAndAgainAfterAPause() throws IOException {
    var uploads = uploads();
    int looks = 0;
    while (uploads.contains(LOST)) {
      looks++;
      assertThat(looks).as("an end to it").isLessThan(100_000);
    }
    assertThat(looks).isGreaterThanOrEqualTo(100);
    org.awaitility.Awaitility.await().until(() -> uploads.contains(LOST));
  }
}
