package dev.longshore.service.storage.s3;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What the session keeps of an upload for this storage, in less than 256 characters for an ordinary
 * one. Written as {@code shape;flags;crc of parts;crc of tails;tails;multipart upload}, with
 * numbers to base 36.
 *
 * @param grid which bytes each part covers, or null where parts are copies of other uploads
 * @param made whether the object is made already, or the piece for others
 * @param littered whether hidden objects may lie about that this state does not name
 * @param partsCrc CRC-32C of all whole parts
 * @param tailsCrc CRC-32C of the bytes behind them
 * @param tails where those bytes are
 * @param multipart the multipart upload that has the parts, or null if there is none yet
 */
record UploadState(
    PartGrid grid,
    boolean made,
    boolean littered,
    int partsCrc,
    int tailsCrc,
    List<Tail> tails,
    Multipart multipart) {

  private static final HexFormat HEX = HexFormat.of();

  /**
   * A multipart upload.
   *
   * @param fence number of the lease under which it was begun
   * @param id the provider's name for it
   */
  record Multipart(long fence, String id) {}

  static UploadState begin(PartGrid grid, boolean littered) {
    return new UploadState(grid, false, littered, 0, 0, List.of(), null);
  }

  /** Offset behind the last whole part. */
  long partsEnd(long offset) {
    return offset - Tails.length(tails);
  }

  /** CRC-32C of the whole upload. */
  int crc() {
    return Crc32c.combine(partsCrc, tailsCrc, Tails.length(tails));
  }

  UploadState asMade() {
    return new UploadState(grid, true, littered, partsCrc, tailsCrc, tails, multipart);
  }

  UploadState asLittered() {
    return new UploadState(grid, made, true, partsCrc, tailsCrc, tails, multipart);
  }

  /** This state with other parts and tails. */
  UploadState with(int newPartsCrc, int newTailsCrc, List<Tail> newTails, Multipart begun) {
    return new UploadState(grid, made, littered, newPartsCrc, newTailsCrc, newTails, begun);
  }

  /** The state as text; the offset is kept beside it. */
  String format() {
    var text = new StringBuilder();
    if (grid == null) {
      text.append('c');
    } else if (grid.sameSizeParts() == 0) {
      text.append('u').append(Long.toString(grid.size(), 36));
    } else {
      text.append('g').append(Long.toString(grid.size(), 36));
      text.append('.').append(Long.toString(grid.sameSizeParts(), 36));
      text.append('.').append(Long.toString(grid.maxPartSize(), 36));
    }
    text.append(';').append(made ? "m" : "").append(littered ? "l" : "");
    text.append(';').append(HEX.toHexDigits(partsCrc));
    text.append(';').append(HEX.toHexDigits(tailsCrc)).append(';');
    long fence = 0;
    for (var tail : tails) {
      text.append(text.charAt(text.length() - 1) == ';' ? "" : ",");
      text.append(Long.toString(tail.length(), 36)).append('.');
      // Fences follow a clock: the difference is shorter.
      text.append(Long.toString(tail.fence() - fence, 36));
      fence = tail.fence();
    }
    text.append(';');
    if (multipart != null) {
      text.append(Long.toString(multipart.fence(), 36)).append('.').append(multipart.id());
    }
    return text.toString();
  }

  /** The state that was formatted at this offset of the upload. */
  static UploadState parse(String text, long offset) {
    var fields = text.split(";", 6);
    return new UploadState(
        grid(fields[0]),
        fields[1].contains("m"),
        fields[1].contains("l"),
        HexFormat.fromHexDigits(fields[2]),
        HexFormat.fromHexDigits(fields[3]),
        tails(fields[4], offset),
        multipart(fields[5]));
  }

  private static PartGrid grid(String field) {
    var numbers = field.substring(1).split("\\.");
    return switch (field.charAt(0)) {
      case 'c' -> null;
      case 'u' -> new PartGrid(number(numbers[0]), 0, Long.MAX_VALUE);
      default -> new PartGrid(number(numbers[0]), (int) number(numbers[1]), number(numbers[2]));
    };
  }

  private static List<Tail> tails(String field, long offset) {
    var tails = new ArrayList<Tail>();
    if (field.isEmpty()) {
      return tails;
    }
    long at = 0;
    long fence = 0;
    for (var entry : field.split(",")) {
      var numbers = entry.split("\\.");
      long length = number(numbers[0]);
      fence += number(numbers[1]);
      tails.add(new Tail(at, at + length, fence));
      at += length;
    }
    long from = offset - at;
    return tails.stream()
        .map(tail -> new Tail(tail.from() + from, tail.to() + from, tail.fence()))
        .toList();
  }

  private static Multipart multipart(String field) {
    int dot = field.indexOf('.');
    return dot < 0
        ? null
        : new Multipart(number(field.substring(0, dot)), field.substring(dot + 1));
  }

  private static long number(String text) {
    return Long.parseLong(text, 36);
  }
}
