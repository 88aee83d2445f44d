package dev.longshore.service.storage.filesystem;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.longshore.service.storage.StoredUpload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes one file of the segments of a full upload. */
final class Assembly {

  private Assembly() {}

  /**
   * The file that holds the whole upload: the only one as it is, else a copy of all, made in the
   * kernel. The copy is named after the lease, so that a late holder can't disturb it.
   */
  static Path whole(Path folder, StoredUpload upload, long fence, boolean fsync)
      throws IOException {
    var only = Segments.parse(upload.state()).onlyFile(folder);
    if (only.isPresent()) {
      return ofLength(folder, only.get(), upload.totalSize());
    }
    var whole = folder.resolve("whole." + fence);
    try (var out = FileChannel.open(whole, CREATE, WRITE, TRUNCATE_EXISTING)) {
      copyAll(folder, upload, out);
      if (fsync) {
        out.force(true);
      }
    }
    return whole;
  }

  /** Copies the acknowledged bytes of an upload behind what {@code out} has. */
  static void copyAll(Path folder, StoredUpload upload, FileChannel out) throws IOException {
    var from = 0L;
    var file = Segments.first(folder);
    for (var next : Segments.parse(upload.state()).later()) {
      copy(file, next.from() - from, out);
      from = next.from();
      file = Segments.file(folder, next);
    }
    copy(file, upload.offset() - from, out);
  }

  private static Path ofLength(Path folder, Path file, long length) throws IOException {
    if (length == 0 && !Files.exists(file)) {
      Files.createDirectories(folder);
      Files.createFile(file);
    }
    if (Files.size(file) > length) {
      // Bytes that never counted, sent before the length was known.
      try (var channel = FileChannel.open(file, WRITE)) {
        channel.truncate(length);
      }
    }
    if (Files.size(file) != length) {
      throw new IOException("file " + file + " is not " + length + " bytes long");
    }
    return file;
  }

  private static void copy(Path file, long length, FileChannel out) throws IOException {
    if (length == 0) {
      return; // The holder vanished before its first byte; its file may never have been made.
    }
    try (var in = FileChannel.open(file, READ)) {
      for (var done = 0L; done < length; ) {
        long moved = in.transferTo(done, length - done, out);
        if (moved == 0) {
          throw new EOFException(file + " ends before byte " + length);
        }
        done += moved;
      }
    }
  }
}
