package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailsTest {

  private static final int PART = 8 << 20;

  @ParameterizedTest
  @ValueSource(ints = {100, 1024, 60_000, 1 << 20})
  void smallChunksAreCopiedAFewTimesEachAndLeaveFewTails(int chunk) {
    var tails = List.<Tail>of();
    long written = 0;
    int most = 0;
    long end = 0;
    for (long fence = 1; end + chunk <= PART; fence++) {
      int absorbed = Tails.absorbed(tails, chunk);
      long from = end - Tails.length(tails.subList(tails.size() - absorbed, tails.size()));
      end += chunk;
      var tail = new Tail(from, end, fence);
      tails = Tails.replaced(tails, absorbed, tail);
      written += tail.length();
      most = Math.max(most, tails.size());
      assertThat(Tails.length(tails)).isEqualTo(end);
    }
    assertThat(most).as("tails at once").isLessThanOrEqualTo(32);
    // Below 64 KiB a copy costs as much as a call, whatever its length.
    assertThat(written / end).as("copies of each byte").isLessThanOrEqualTo(chunk < 1024 ? 64 : 12);
  }

  @Test
  void tailsOfAnySizesStayFew() {
    var random = new Random(7);
    var tails = List.<Tail>of();
    long end = 0;
    for (long fence = 1; end < 512L << 20; fence++) {
      long length = 1L << random.nextInt(24);
      int absorbed = Tails.absorbed(tails, length);
      long from = end - Tails.length(tails.subList(tails.size() - absorbed, tails.size()));
      end += length;
      tails = Tails.replaced(tails, absorbed, new Tail(from, end, fence));
      assertThat(tails).hasSizeLessThanOrEqualTo(40);
    }
  }
}
