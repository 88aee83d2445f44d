package dev.longshore.service.storage.filesystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of one unfinished upload. Nearly every upload has the first one only, which becomes the
 * object; a folder of its own would cost a small upload more than its bytes do. The others lie in a
 * folder beside it.
 *
 * @param first the file where an upload begins, named after it
 */
record UploadFiles(Path first) {

  /** Names of copies of the whole, as a glob. */
  static final String COPIES = "whole.*";

  private static final String FOLDER = ".more";

  /** The upload that a file or folder is of, by its name. */
  static String uploadId(String name) {
    return name.endsWith(FOLDER) ? name.substring(0, name.length() - FOLDER.length()) : name;
  }

  /** Where all but the first lie, if there are any. */
  Path folder() {
    return first.resolveSibling(first.getFileName() + FOLDER);
  }

  /** The file that was written first under lease {@code fence}, after another holder vanished. */
  Path segment(long fence) {
    return folder().resolve("data." + fence);
  }

  /** A copy of the whole, made under lease {@code fence}. */
  Path copy(long fence) {
    return folder().resolve("whole." + fence);
  }

  /** A second name of the whole, on its way to replace an object. */
  Path publishing() {
    return folder().resolve("publish");
  }

  /** A file and how many of its bytes count. */
  record Piece(Path file, long length) {}

  /** The files that hold the bytes in front of {@code offset}, in order. */
  List<Piece> pieces(Segments segments, long offset) {
    var pieces = new ArrayList<Piece>();
    var from = 0L;
    var file = first;
    for (var next : segments.later()) {
      pieces.add(new Piece(file, next.from() - from));
      from = next.from();
      file = segment(next.fence());
    }
    pieces.add(new Piece(file, offset - from));
    // A holder may vanish before its first byte; its file may never have been made.
    pieces.removeIf(piece -> piece.length() == 0);
    return List.copyOf(pieces);
  }

  /** The file that takes further bytes. */
  Path last(Segments segments) {
    return segments.isSingle() ? first : segment(segments.later().getLast().fence());
  }

  /** The file that holds every byte, if it is one. */
  Optional<Path> only(Segments segments) {
    return segments.isSingle() || segments.later().size() == 1 && segments.lastFrom() == 0
        ? Optional.of(last(segments))
        : Optional.empty();
  }
}
