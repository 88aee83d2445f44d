package dev.longshore.service.upload;

import dev.longshore.service.upload.digest.ExpectedDigests;

/**
 * What a client says of the bytes it appends.
 *
 * @param offset where they start; must be where the upload stands
 * @param totalSize length of the whole upload, if it is said with this chunk, else null
 * @param end whether the upload ends where this body ends, whatever its length
 * @param digests what its bytes must come to, or null. Such a chunk counts as a whole or not at
 *     all, unless they keep parts: a part of it can't be checked
 */
public record Chunk(long offset, Long totalSize, End end, ExpectedDigests digests) {

  /** What a client says of the end of the upload. */
  public enum End {
    /** It is where the body ends. */
    HERE,
    /** More will come. */
    LATER,
    /** Nothing. */
    UNSAID
  }

  /** Whether the upload ends where this body ends. */
  boolean isLast() {
    return end == End.HERE;
  }

  /** Bytes from {@code offset} on, and nothing else said. */
  public static Chunk at(long offset) {
    return new Chunk(offset, null, End.UNSAID, null);
  }
}
