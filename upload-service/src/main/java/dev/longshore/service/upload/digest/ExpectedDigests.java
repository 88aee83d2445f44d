package dev.longshore.service.upload.digest;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a client says the bytes of one body come to, in a header before them or in a trailer behind
 * them.
 *
 * @param candidates the algorithms that may be said: all are computed while the bytes pass
 * @param said what was said, asked for once after the last byte; may throw where that is missing or
 *     malformed, and then the bytes don't count
 * @param keepsParts whether the bytes of a body that did not come to its end count unchecked: for a
 *     digest of the whole upload, with which the client goes on where it was cut
 */
public record ExpectedDigests(
    Set<DigestAlgorithm> candidates, Supplier<List<Digest>> said, boolean keepsParts) {

  /** Said before the body. */
  public static ExpectedDigests of(Collection<Digest> digests) {
    var candidates = digests.stream().map(Digest::algorithm).collect(Collectors.toSet());
    var said = List.copyOf(digests);
    return new ExpectedDigests(candidates, () -> said, false);
  }

  /** These, and what came of a body that was cut counts. */
  public ExpectedDigests keepingParts() {
    return new ExpectedDigests(candidates, said, true);
  }

  /** Said behind the body, by any of the algorithms. */
  public static ExpectedDigests later(Supplier<List<Digest>> said) {
    return new ExpectedDigests(EnumSet.allOf(DigestAlgorithm.class), said, false);
  }
}
