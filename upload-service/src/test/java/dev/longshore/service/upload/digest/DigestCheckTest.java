package dev.longshore.service.upload.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests against the algorithms' own check values. */
class DigestCheckTest {

  /** Over {@code 123456789}, the check value of CRC catalogues, and its hashes by coreutils. */
  @ParameterizedTest
  @CsvSource({
    "CRC32, cbf43926",
    "CRC32C, e3069283",
    "MD5, 25f9e794323b453885f5181f1b624d0b",
    "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
    "SHA512, d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274a"
        + "d27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85"
  })
  void knowsTheCheckValue(DigestAlgorithm algorithm, String hex) {
    var right = Digest.of(algorithm, HexFormat.of().parseHex(hex));
    assertThat(check(ExpectedDigests.of(List.of(right)), "1234", "", "56789").mismatch()).isEmpty();
    var later = ExpectedDigests.later(() -> List.of(right));
    assertThat(check(later, "12345678", "9").mismatch()).isEmpty();

    var mismatch = check(ExpectedDigests.of(List.of(right)), "123456788").mismatch().orElseThrow();
    assertThat(mismatch.said()).isEqualTo(right);
    assertThat(mismatch.computed().algorithm()).isEqualTo(algorithm);
  }

  @Test
  void everySaidDigestMustHold() {
    var right = Digest.of(DigestAlgorithm.CRC32, HexFormat.of().parseHex("cbf43926"));
    var wrong = Digest.of(DigestAlgorithm.CRC32C, new byte[4]);
    var check = check(ExpectedDigests.of(List.of(right, wrong)), "123456789");
    assertThat(check.mismatch().orElseThrow().said()).isEqualTo(wrong);
  }

  @Test
  void buffersAreLeftAsTheyAre() {
    var buffers = new ByteBuffer[] {buffer("1234"), buffer("56789").position(1)};
    new DigestCheck(ExpectedDigests.later(List::of)).update(buffers);
    assertThat(buffers[0].remaining()).isEqualTo(4);
    assertThat(buffers[1].remaining()).isEqualTo(4);
  }

  @Test
  void digestHasTheLengthOfItsAlgorithm() {
    assertThatThrownBy(() -> Digest.of(DigestAlgorithm.SHA1, new byte[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20 bytes, not of 16");
  }

  private static DigestCheck check(ExpectedDigests expected, String... pieces) {
    var check = new DigestCheck(expected);
    for (var piece : pieces) {
      check.update(new ByteBuffer[] {buffer(piece)});
    }
    return check;
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
