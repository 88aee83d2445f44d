package dev.longshore.service.storage.s3;

import java.util.ArrayList;
import java.util.List;

/** When small tails become larger ones, so that there are few and each byte is copied few times. */
final class Tails {

  private static final int SMALLEST_LEVEL = 16; // 64 KiB
  private static final int FAN_OUT = 8;

  private Tails() {}

  /**
   * How many of the last tails a new one takes in: those that are shorter than itself, and all of
   * about its size once there are many. Each byte is so copied once per level; a level is {@value
   * #FAN_OUT} times as long as the one below.
   *
   * @param tails in order, from the start of the part on
   * @param length bytes of the new one
   */
  static int absorbed(List<Tail> tails, long length) {
    long size = length;
    int absorbed = 0;
    while (absorbed < tails.size()) {
      int alike = alike(tails, absorbed, size);
      var before = tails.get(tails.size() - 1 - absorbed);
      int more = alike >= FAN_OUT - 1 ? alike : before.length() < size ? 1 : 0;
      if (more == 0) {
        break;
      }
      for (int i = 0; i < more; i++) {
        size += tails.get(tails.size() - 1 - absorbed - i).length();
      }
      absorbed += more;
    }
    return absorbed;
  }

  /** How many tails before the last {@code skipped} are in a row of no higher level than a size. */
  private static int alike(List<Tail> tails, int skipped, long size) {
    int alike = 0;
    for (int i = tails.size() - 1 - skipped; i >= 0; i--) {
      if (level(tails.get(i).length()) > level(size)) {
        break;
      }
      alike++;
    }
    return alike;
  }

  private static int level(long length) {
    int bits = 64 - Long.numberOfLeadingZeros(length);
    return Math.max(0, (bits - SMALLEST_LEVEL) / 3 + (bits > SMALLEST_LEVEL ? 1 : 0));
  }

  /** Bytes of all. */
  static long length(List<Tail> tails) {
    return tails.stream().mapToLong(Tail::length).sum();
  }

  /** These without the last {@code absorbed}, and one more. */
  static List<Tail> replaced(List<Tail> tails, int absorbed, Tail by) {
    var next = new ArrayList<>(tails.subList(0, tails.size() - absorbed));
    next.add(by);
    return List.copyOf(next);
  }
}
