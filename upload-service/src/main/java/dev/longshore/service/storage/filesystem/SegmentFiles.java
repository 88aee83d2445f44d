package dev.longshore.service.storage.filesystem;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.longshore.service.storage.UploadLostException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Opens the files of an unfinished upload, unless they are not what its session says. A session
 * that came back with an older state of Redis may tell of an upload that was completed since: its
 * file is gone then, or is a finished object as well, which nothing may be written to.
 *
 * <p>Lengths are asked of open files: a network file system may know them from earlier otherwise.
 */
final class SegmentFiles {

  private SegmentFiles() {}

  /**
   * Opens the file that takes further bytes, behind the acknowledged ones.
   *
   * @param segments with the one to write to as the last
   * @param kept as the session knows them; may be the same
   * @throws UploadLostException if bytes are missing or belong to a finished object
   */
  static FileChannel openToWrite(UploadFiles files, Segments kept, Segments segments, long offset)
      throws IOException {
    var file = files.last(segments);
    for (var piece : files.pieces(kept, offset)) {
      if (!piece.file().equals(file)) {
        openToRead(piece).close();
      }
    }
    var former = files.last(kept);
    if (!kept.equals(segments) && Files.exists(former)) {
      unshared(former, open(former, 0, READ)).close();
    }
    long position = offset - segments.lastFrom();
    if (position == 0) {
      return unshared(file, create(file)).position(0);
    }
    return unshared(file, open(file, position, WRITE)).position(position);
  }

  /**
   * Opens a file whose bytes are all needed.
   *
   * @throws UploadLostException if it is shorter
   */
  static FileChannel openToRead(UploadFiles.Piece piece) throws IOException {
    return open(piece.file(), piece.length(), READ);
  }

  /**
   * Cuts off bytes that never counted, sent before the length was known.
   *
   * @throws UploadLostException if the file is shorter, or is a finished object
   */
  static void cut(Path file, long length) throws IOException {
    try (var channel = open(file, length, WRITE)) {
      if (channel.size() > length) {
        unshared(file, channel).truncate(length);
      }
    }
  }

  /** Mostly its folder is there. */
  private static FileChannel create(Path file) throws IOException {
    try {
      return FileChannel.open(file, CREATE, WRITE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(file.getParent());
      return FileChannel.open(file, CREATE, WRITE);
    }
  }

  private static FileChannel open(Path file, long atLeast, OpenOption... options)
      throws IOException {
    try {
      var channel = FileChannel.open(file, options);
      return channel.size() >= atLeast
          ? channel
          : refused(channel, file + " ends before byte " + atLeast);
    } catch (NoSuchFileException e) {
      throw new UploadLostException(file + " is gone");
    }
  }

  private static FileChannel unshared(Path file, FileChannel channel) throws IOException {
    try {
      return (int) Files.getAttribute(file, "unix:nlink") == 1
          ? channel
          : refused(channel, file + " is a finished object already");
    } catch (NoSuchFileException e) {
      return refused(channel, file + " was just freed");
    }
  }

  private static FileChannel refused(FileChannel channel, String why) throws IOException {
    channel.close();
    throw new UploadLostException(why);
  }
}
