package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Crc32cTest {

  @Property
  void pieceByPieceIsTheSameAsAtOnce(
      @ForAll byte[] first, @ForAll @IntRange(max = 200_000) int length, @ForAll int seed) {
    var second = new byte[length];
    new Random(seed).nextBytes(second);
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(Crc32c.combine(crc(first), crc(second), second.length)).isEqualTo(crc(both));
  }

  @Test
  void nothingChangesNothing() {
    assertThat(Crc32c.combine(0, 0, 0)).isZero();
    assertThat(Crc32c.combine(0, 0x12345678, 5L << 40)).isEqualTo(0x12345678);
    assertThat(Crc32c.combine(0x12345678, 0, 0)).isEqualTo(0x12345678);
  }

  /** Check value of the catalogue of parametrised CRC algorithms: CRC-32/ISCSI. */
  @Test
  void isWrittenAsS3WritesIt() {
    int crc = crc("123456789".getBytes(StandardCharsets.US_ASCII));
    assertThat(crc).isEqualTo(0xE3069283);
    assertThat(Crc32c.base64(crc)).isEqualTo("4waSgw==");
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
