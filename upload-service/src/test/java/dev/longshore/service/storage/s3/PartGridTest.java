package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PartGridTest {

  private static final long MIB = 1 << 20;
  private static final long TIB = 1L << 40;

  @Test
  void partsAreAsLongAsSetWhereThatIsEnough() throws IOException {
    var grid = PartGrid.of(100 * MIB, 8 * MIB, PartLimits.AWS);
    assertThat(grid.size()).isEqualTo(8 * MIB);
    assertThat(grid.number(0)).isEqualTo(1);
    assertThat(grid.number(8 * MIB - 1)).isEqualTo(1);
    assertThat(grid.number(8 * MIB)).isEqualTo(2);
    assertThat(grid.from(3)).isEqualTo(16 * MIB);
  }

  @Test
  void partsGrowWithTheLengthUpToTheLargestObject() throws IOException {
    for (long length : new long[] {TIB, 5 * TIB, 10_000 * (5L << 30)}) {
      var grid = PartGrid.of(length, 8 * MIB, PartLimits.AWS);
      assertThat(grid.number(length - 1)).isBetween(9_000, 10_000);
      assertThat(grid.size() % MIB).isZero();
      assertThat(grid.size()).isLessThanOrEqualTo(5L << 30);
    }
    assertThatIOException()
        .isThrownBy(() -> PartGrid.of(10_000 * (5L << 30) + 1, 8 * MIB, PartLimits.AWS))
        .withMessageContaining("10000 parts");
  }

  @Test
  void providerWithFewPartsGetsLongerOnes() throws IOException {
    var scaleway = new PartLimits(1000, 5 * MIB, 5L << 30);
    var grid = PartGrid.of(TIB, 8 * MIB, scaleway);
    assertThat(grid.number(TIB - 1)).isLessThanOrEqualTo(1000);
  }

  @Test
  void unknownLengthReachesEightTebibytes() throws IOException {
    var grid = PartGrid.of(null, 8 * MIB, PartLimits.AWS);
    assertThat(grid.from(2)).isEqualTo(8 * MIB);
    assertThat(grid.from(1001)).isEqualTo(8_000 * MIB);
    assertThat(grid.from(1002)).isEqualTo(8_016 * MIB);
    assertThat(grid.from(10_001)).isBetween(7 * TIB, 8 * TIB);
    assertThat(grid.from(10_001) - grid.from(10_000)).isLessThanOrEqualTo(5L << 30);
  }

  @Property
  void everyByteIsInThePartOfItsNumber(@ForAll @LongRange(min = 0, max = 7 * TIB) long offset)
      throws IOException {
    for (var length : new Long[] {null, 7 * TIB + 1}) {
      var grid = PartGrid.of(length, 8 * MIB, PartLimits.AWS);
      int number = grid.number(offset);
      assertThat(offset).isBetween(grid.from(number), grid.from(number + 1) - 1);
      var again = UploadState.parse(UploadState.begin(grid, false).format(), 0).grid();
      assertThat(again.number(offset)).isEqualTo(number);
      assertThat(again.from(number)).isEqualTo(grid.from(number));
    }
  }
}
