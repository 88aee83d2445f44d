package dev.longshore.service.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.longshore.service.storage.DyingStorage;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.ObjectStorageContract;
import dev.longshore.service.storage.StorageFullException;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemStorageTest extends ObjectStorageContract {

  @TempDir private Path folder;

  @Override
  protected ObjectStorage open(boolean allowOverwrite) throws IOException {
    return new FilesystemStorage(new FilesystemOptions(folder, "memory", allowOverwrite, true));
  }

  @Override
  protected byte[] object(String path) throws IOException {
    var file = folder.resolve(path);
    return Files.exists(file) ? Files.readAllBytes(file) : null;
  }

  @Override
  protected boolean keepsAnything(StoredUpload upload) {
    var first = folder.resolve(".longshore/uploads/memory").resolve(upload.uploadId());
    return Files.exists(first) || Files.exists(more(first));
  }

  @Test
  void objectIsNoFolder() throws IOException {
    Files.writeString(folder.resolve("o"), "abc");
    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> storage.requireFree("o/below"));
    var below = new StoredUpload("upload", "o/below", 0L, 0, null, Map.of(), null);
    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> storage.complete(below, 1));
    assertThat(folder.resolve("o")).hasContent("abc");
  }

  @Override
  protected ObjectStorage dyingAfter(int calls) throws IOException {
    return new DyingStorage(open(false), calls);
  }

  @Override
  protected void requireNothingBut(String... paths) throws IOException {
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(folder::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(paths);
    }
  }

  @Override
  protected void remove(String path) throws IOException {
    Files.delete(folder.resolve(path));
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
    Files.delete(folder.resolve(".longshore/uploads/memory"));
    Files.delete(folder.resolve(".longshore/uploads"));
    Files.delete(folder.resolve(".longshore"));
    assertThatIOException().isThrownBy(() -> storage.check());
  }

  @Test
  void folderThatIsAFileIsRefusedAtTheStart() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatIOException()
        .isThrownBy(
            () -> new FilesystemStorage(new FilesystemOptions(file, "memory", false, true)));
  }

  private static final Instant LATER = Instant.now().plusSeconds(3600);
  private static final SweepLimits ALL = new SweepLimits(LATER, LATER);

  /** The first file of an upload. */
  private Path kept(String name) throws IOException {
    return Files.writeString(folder.resolve(".longshore/uploads/memory").resolve(name), name);
  }

  /** Where further files of an upload lie. */
  private static Path more(Path first) {
    return first.resolveSibling(first.getFileName() + ".more");
  }

  private int sweep(UploadUse use) throws IOException {
    return storage.sweep(
        names -> names.stream().collect(Collectors.toMap(name -> name, name -> use)), ALL);
  }

  @Test
  void sweepFollowsNoLink() throws IOException {
    var uploads = kept("known").getParent();
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("object"), "keep");
    var link = Files.createSymbolicLink(uploads.resolve("link"), elsewhere);
    assertThat(sweep(UploadUse.ENDED)).isEqualTo(1);
    assertThat(link).exists();
    assertThat(elsewhere.resolve("object")).hasContent("keep");
  }

  @Test
  void sweepGoesOnAfterAFolderThatCannotBeFreed() throws IOException {
    var names = List.of("a", "b", "broken", "c", "d");
    for (var name : names) {
      Files.writeString(Files.createDirectory(more(kept(name))).resolve("data.7"), name);
    }
    // Not even root can delete a folder with a folder in it that way.
    Files.createDirectories(more(kept("broken")).resolve("folder/below"));
    assertThat(sweep(UploadUse.ENDED)).isEqualTo(5);
    assertThat(sweep(UploadUse.ENDED)).isZero();
    assertThat(folder.resolve(".longshore/uploads/memory")).isEmptyDirectory();
    try (var left = Files.list(folder.resolve(".longshore/freed"))) {
      assertThat(left).hasSize(1);
    }
  }

  /** Deleting its files makes a folder look young. */
  @Test
  void sweepGoesOnWithWhatAPodBeganToFreeAndDied() throws IOException {
    var begun = Files.createDirectories(folder.resolve(".longshore/freed/begun"));
    Files.writeString(begun.resolve("data.7"), "left");
    var before = Instant.now().minusSeconds(3600);
    storage.sweep(names -> Map.of(), new SweepLimits(before, before));
    assertThat(folder.resolve(".longshore/freed")).isEmptyDirectory();
  }

  @Test
  void sweepFreesEmptyFolders() throws IOException {
    Files.createDirectory(more(folder.resolve(".longshore/uploads/memory/empty")));
    assertThat(sweep(UploadUse.NEEDED)).isZero();
    assertThat(sweep(UploadUse.UNKNOWN)).isEqualTo(1);
  }

  /** The file is old, what another holder wrote after it is not. */
  @Test
  void sweepLooksAtEveryFileOfAnUpload() throws IOException {
    var hourAgo = Instant.now().minusSeconds(3600);
    var first = kept("two");
    var second = Files.writeString(Files.createDirectory(more(first)).resolve("data.7"), "def");
    Files.setLastModifiedTime(first, FileTime.from(hourAgo.minusSeconds(60)));
    Files.setLastModifiedTime(more(first), FileTime.from(hourAgo.minusSeconds(60)));
    var limits = new SweepLimits(hourAgo, hourAgo);
    assertThat(storage.sweep(names -> Map.of("two", UploadUse.UNKNOWN), limits)).isZero();
    Files.setLastModifiedTime(second, FileTime.from(hourAgo.minusSeconds(60)));
    assertThat(storage.sweep(names -> Map.of("two", UploadUse.UNKNOWN), limits)).isEqualTo(1);
    assertThat(first).doesNotExist();
    assertThat(second).doesNotExist();
  }

  @Test
  void sweepFreesTheProbesOfPodsThatDied() throws IOException {
    var old = Files.createFile(folder.resolve(".longshore/probe-old"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(60)));
    var fresh = Files.createFile(folder.resolve(".longshore/probe-fresh"));
    var before = Instant.now().minusSeconds(30);
    storage.sweep(names -> Map.of(), new SweepLimits(before, before));
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  /** Its bytes are in two files, since a holder vanished; the object needs a copy. */
  @Test
  void objectThatFindsNoRoomForItsCopyIsMadeWhenThereIsSome() throws IOException {
    var uploadFolder = Files.createDirectory(more(kept("two")));
    Files.writeString(uploadFolder.resolve("data.7"), "def");
    var upload = new StoredUpload("two", "two.txt", 6L, 6, null, Map.of(), "3.7");
    Files.createSymbolicLink(uploadFolder.resolve("whole.8"), Path.of("/dev/full"));
    assertThatExceptionOfType(StorageFullException.class)
        .isThrownBy(() -> storage.complete(upload, 8));
    assertThat(object("two.txt")).isNull();
    storage.complete(upload, 8);
    assertThat(folder.resolve("two.txt")).hasContent("twodef");
  }

  @Test
  void sweepFailsWhereTheFolderIsGone() throws IOException {
    Files.delete(folder.resolve(".longshore/uploads/memory"));
    assertThatIOException().isThrownBy(() -> sweep(UploadUse.ENDED));
  }
}
