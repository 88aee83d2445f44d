package dev.longshore.service.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.ObjectStorageContract;
import dev.longshore.service.storage.StoredUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemStorageTest extends ObjectStorageContract {

  @TempDir private Path folder;

  @Override
  protected ObjectStorage open(boolean allowOverwrite) throws IOException {
    return new FilesystemStorage(new FilesystemOptions(folder, allowOverwrite, true));
  }

  @Override
  protected byte[] object(String path) throws IOException {
    var file = folder.resolve(path);
    return Files.exists(file) ? Files.readAllBytes(file) : null;
  }

  @Override
  protected boolean keepsAnything(StoredUpload upload) {
    return Files.exists(folder.resolve(".longshore/uploads").resolve(upload.uploadId()));
  }

  @Test
  void checkLeavesNoFile() throws IOException {
    storage.check();
    try (var files = Files.list(folder.resolve(".longshore"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("uploads");
    }
  }

  @Test
  void checkFailsWhenTheFolderIsGone() throws IOException {
    Files.delete(folder.resolve(".longshore/uploads"));
    Files.delete(folder.resolve(".longshore"));
    assertThatIOException().isThrownBy(() -> storage.check());
  }

  @Test
  void folderThatIsAFileIsRefusedAtTheStart() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatIOException()
        .isThrownBy(() -> new FilesystemStorage(new FilesystemOptions(file, false, true)));
  }
}
