package dev.longshore.service.storage.s3;

import java.util.List;

/**
 * One part of an upload on its way: first the bytes that are safe in tails, behind them those in
 * memory. Guarded by the lock of its {@link S3Append}.
 */
final class Part {

  final int number;
  final long from;

  /** Offset behind its last byte; of the last part this may become less. */
  long to;

  List<Tail> tails;
  int tailsCrc;
  long tailsEnd;

  /** Bytes behind the tails, or behind those that are just being written to another tail. */
  Pages pages = new Pages();

  /** Offset behind the last byte that was written. */
  long end;

  /** Whether a call for it is under way. */
  boolean busy;

  /** Whether all of it is safe as a part. */
  boolean stored;

  /** Checksum of the whole part, once that is known. */
  int crc;

  Part(int number, long from, long to, List<Tail> tails, int tailsCrc) {
    this.number = number;
    this.from = from;
    this.to = to;
    this.tails = tails;
    this.tailsCrc = tailsCrc;
    this.tailsEnd = from + Tails.length(tails);
    this.end = tailsEnd;
  }

  boolean isFull() {
    return end == to;
  }

  Pages takePages() {
    var taken = pages;
    pages = new Pages();
    return taken;
  }
}
