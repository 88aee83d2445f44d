package dev.longshore.service.upload.digest;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Compares the bytes of one body with what is expected of them. One thread at a time. */
public final class DigestCheck {

  private final ExpectedDigests expected;
  private final Map<DigestAlgorithm, DigestAlgorithm.Run> runs =
      new EnumMap<>(DigestAlgorithm.class);

  public DigestCheck(ExpectedDigests expected) {
    this.expected = expected;
    expected.candidates().forEach(algorithm -> runs.put(algorithm, algorithm.start()));
  }

  /** A digest that was said, and what the bytes come to instead. */
  public record Mismatch(Digest said, Digest computed) {}

  /** Whether a part of the body counts unchecked. */
  public boolean keepsParts() {
    return expected.keepsParts();
  }

  /** Takes the remaining bytes of all buffers, and leaves the buffers as they are. */
  public void update(ByteBuffer[] buffers) {
    for (var run : runs.values()) {
      for (var buffer : buffers) {
        run.update(buffer.duplicate());
      }
    }
  }

  /** What is wrong with the bytes that came; empty if every digest holds. To be asked once. */
  public Optional<Mismatch> mismatch() {
    return expected.said().get().stream()
        .map(said -> new Mismatch(said, computed(said.algorithm())))
        .filter(pair -> !pair.said().equals(pair.computed()))
        .findFirst();
  }

  private Digest computed(DigestAlgorithm algorithm) {
    return Digest.of(algorithm, runs.get(algorithm).end());
  }
}
