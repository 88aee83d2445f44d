package dev.longshore.service.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells a file from every other that ever has its name: two files that are there at the same time
 * have different numbers, and a number is given again only after the time of the former. To the
 * millisecond, since network file systems may round what one pod sees and another does not.
 *
 * @param inode number within the file system, the same at every pod
 * @param length in bytes
 * @param modified when its bytes were last written, in milliseconds since 1970
 */
record FileVersion(long inode, long length, long modified) {

  /** Between the state of the segments and this. */
  static final String SEPARATOR = ";";

  private static final int HEX = 16;

  /**
   * That of a file which is there now.
   *
   * @throws NoSuchFileException if there is none, or something else
   */
  static FileVersion of(Path file) throws IOException {
    var attributes =
        Files.readAttributes(
            file, "unix:ino,size,lastModifiedTime,isRegularFile", LinkOption.NOFOLLOW_LINKS);
    if (!(boolean) attributes.get("isRegularFile")) {
      throw new NoSuchFileException(file.toString());
    }
    return new FileVersion(
        (long) attributes.get("ino"),
        (long) attributes.get("size"),
        ((FileTime) attributes.get("lastModifiedTime")).toMillis());
  }

  /** That at the end of a storage's state, if it has one. */
  static Optional<FileVersion> parse(String state) {
    var parts = state == null ? new String[0] : state.split(SEPARATOR, 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    var numbers = parts[1].split("-");
    return Optional.of(new FileVersion(number(numbers[0]), number(numbers[1]), number(numbers[2])));
  }

  private static long number(String hex) {
    return Long.parseUnsignedLong(hex, HEX);
  }

  String appendedTo(String state) {
    return (state == null ? "" : state) + SEPARATOR + this;
  }

  Instant lastModified() {
    return Instant.ofEpochMilli(modified);
  }

  @Override
  public String toString() {
    return "%x-%x-%x".formatted(inode, length, modified);
  }
}
