package dev.longshore.service.storage.filesystem;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.UploadLostException;
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
  static Path whole(UploadFiles files, StoredUpload upload, long fence, boolean fsync)
      throws IOException {
    var only = files.only(Segments.parse(upload.state()));
    if (only.isPresent()) {
      return ofLength(only.get(), upload.totalSize());
    }
    var whole = files.copy(fence);
    write(whole, out -> copyAll(files, upload, out), fsync);
    return whole;
  }

  /** Copies bytes into a file. */
  interface Copying {
    void into(FileChannel out) throws IOException;
  }

  /**
   * Makes a file of copied bytes, and its folder. One that fails is removed: where the disk is
   * full, what it takes would keep it so.
   *
   * @return its length
   * @throws dev.longshore.service.storage.StorageFullException if there is no room
   */
  static long write(Path file, Copying bytes, boolean fsync) throws IOException {
    Files.createDirectories(file.getParent());
    try (var out = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
      bytes.into(out);
      if (fsync) {
        out.force(true);
      }
      return out.position();
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw DiskFull.orOther(e);
    }
  }

  /** Copies the acknowledged bytes of an upload behind what {@code out} has. */
  static void copyAll(UploadFiles files, StoredUpload upload, FileChannel out) throws IOException {
    for (var piece : files.pieces(Segments.parse(upload.state()), upload.offset())) {
      copy(piece, out);
    }
  }

  private static Path ofLength(Path file, long length) throws IOException {
    if (length == 0 && !Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    if (!Files.exists(file) || Files.size(file) != length) {
      SegmentFiles.cut(file, length);
    }
    return file;
  }

  private static void copy(UploadFiles.Piece piece, FileChannel out) throws IOException {
    try (var in = SegmentFiles.openToRead(piece)) {
      for (var done = 0L; done < piece.length(); ) {
        long moved = in.transferTo(done, piece.length() - done, out);
        if (moved == 0) {
          throw new UploadLostException(piece.file() + " ends at byte " + done);
        }
        done += moved;
      }
    }
  }
}
