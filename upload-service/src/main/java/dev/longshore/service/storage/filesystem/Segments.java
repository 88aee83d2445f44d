package dev.longshore.service.storage.filesystem;

import java.util.ArrayList;
import java.util.List;

/**
 * The files that hold an unfinished upload, in order. Nearly always one. A further one starts where
 * a holder of the lease vanished: that holder may be late rather than dead, and must not be able to
 * write into bytes that were acknowledged to somebody else.
 *
 * <p>As state: {@code 5242880.7} says that from byte 5242880 on the bytes are in the file of fence
 * 7; several are separated by commas; none means that all are in the first file. What follows a
 * semicolon is for {@link FileVersion}.
 */
record Segments(List<Segment> later) {

  /**
   * Bytes from {@code from} on, up to the next segment, written first under lease {@code fence}.
   */
  record Segment(long from, long fence) {}

  static Segments parse(String state) {
    var later = new ArrayList<Segment>();
    var files = state == null ? "" : state.split(FileVersion.SEPARATOR, 2)[0];
    if (!files.isEmpty()) {
      for (var part : files.split(",")) {
        int dot = part.indexOf('.');
        later.add(
            new Segment(
                Long.parseLong(part.substring(0, dot)), Long.parseLong(part.substring(dot + 1))));
      }
    }
    return new Segments(List.copyOf(later));
  }

  /** These, and one more from {@code offset} on; what started there or later never counted. */
  Segments startingAt(long offset, long fence) {
    var next = new ArrayList<Segment>();
    later.stream().filter(segment -> segment.from() < offset).forEach(next::add);
    next.add(new Segment(offset, fence));
    return new Segments(List.copyOf(next));
  }

  /** The state to keep, or null while there is one file only. */
  String state() {
    if (later.isEmpty()) {
      return null;
    }
    var text = new StringBuilder();
    for (var segment : later) {
      text.append(text.isEmpty() ? "" : ",").append(segment.from()).append('.');
      text.append(segment.fence());
    }
    return text.toString();
  }

  boolean isSingle() {
    return later.isEmpty();
  }

  /** Where the last segment starts. */
  long lastFrom() {
    return isSingle() ? 0 : later.getLast().from();
  }
}
