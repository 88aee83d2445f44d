package dev.longshore.service.storage.s3;

import java.io.IOException;

/**
 * Which bytes each part of an upload covers. Chosen when the upload begins and never changed, so
 * that whoever writes a part writes the same bytes.
 *
 * <p>Where the length is known all parts are equally long. Where it is not, the size doubles ten
 * times on the way to the highest part number, up to the largest part allowed: short uploads get
 * short parts, and long ones still fit (some 8 TiB for parts from 8 MiB on).
 *
 * @param size bytes of the first part
 * @param sameSizeParts how many parts in a row have one size before it doubles, or 0 if all have
 * @param maxPartSize most bytes of a part
 */
record PartGrid(long size, int sameSizeParts, long maxPartSize) {

  private static final long ROUNDED_TO = 1 << 20;
  private static final int DOUBLINGS = 10;

  /**
   * @param length of the upload, or null if unknown
   * @throws IOException if the upload is too long for the provider
   */
  static PartGrid of(Long length, long partSize, PartLimits limits) throws IOException {
    if (length == null) {
      return new PartGrid(
          partSize, Math.max(1, limits.maxParts() / DOUBLINGS), limits.maxPartSize());
    }
    long least = Math.ceilDiv(length, (long) limits.maxParts());
    long size =
        least <= partSize
            ? partSize
            : Math.min(Math.ceilDiv(least, ROUNDED_TO) * ROUNDED_TO, limits.maxPartSize());
    if (least > size) {
      throw new IOException(
          "an object of %d bytes takes more than %d parts of %d bytes, which is what the storage allows"
              .formatted(length, limits.maxParts(), limits.maxPartSize()));
    }
    return new PartGrid(size, 0, limits.maxPartSize());
  }

  /** Number of the part that the byte at {@code offset} belongs to, from 1 on. */
  int number(long offset) {
    if (sameSizeParts == 0) {
      return Math.toIntExact(offset / size + 1);
    }
    int number = 1;
    long from = 0;
    for (long bytes = size; ; bytes = next(bytes)) {
      long block = bytes * sameSizeParts;
      if (offset - from < block || bytes == maxPartSize) {
        return Math.toIntExact(number + (offset - from) / bytes);
      }
      from += block;
      number += sameSizeParts;
    }
  }

  /** Offset of the first byte of a part. */
  long from(int number) {
    if (sameSizeParts == 0) {
      return (number - 1) * size;
    }
    long from = 0;
    long left = number - 1;
    for (long bytes = size; ; bytes = next(bytes)) {
      if (left <= sameSizeParts || bytes == maxPartSize) {
        return from + left * bytes;
      }
      from += bytes * sameSizeParts;
      left -= sameSizeParts;
    }
  }

  private long next(long bytes) {
    return Math.min(bytes * 2, maxPartSize);
  }
}
