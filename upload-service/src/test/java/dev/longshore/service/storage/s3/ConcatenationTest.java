package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.storage.s3.Concatenation.Step;
import dev.longshore.service.storage.s3.Concatenation.Stretch;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConcatenationTest {

  private static final PartLimits LIMITS = new PartLimits(10_000, 5, 100);

  @Test
  void longPiecesAreCopiedAndShortOnesReadWithWhatFollows() {
    var steps =
        Concatenation.plan(
            List.of(
                new Stretch("a", 0, 50),
                new Stretch("b", 0, 2),
                new Stretch("c", 0, 150),
                new Stretch("d", 0, 3)),
            LIMITS);
    assertThat(steps)
        .containsExactly(
            new Step(List.of(new Stretch("a", 0, 50)), true),
            new Step(List.of(new Stretch("b", 0, 2), new Stretch("c", 0, 3)), false),
            new Step(List.of(new Stretch("c", 3, 74)), true),
            new Step(List.of(new Stretch("c", 77, 73)), true),
            new Step(List.of(new Stretch("d", 0, 3)), false));
  }

  @Property
  void everyByteComesOnceInOrderWithinTheLimits(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 1, max = 400) Long> lengths) {
    var sources = new ArrayList<Stretch>();
    for (int i = 0; i < lengths.size(); i++) {
      sources.add(new Stretch("s" + i, 0, lengths.get(i)));
    }
    var steps = Concatenation.plan(sources, LIMITS);
    var bytes = new ArrayList<String>();
    for (var step : steps) {
      for (var stretch : step.stretches()) {
        for (long i = 0; i < stretch.length(); i++) {
          bytes.add(stretch.key() + ":" + (stretch.from() + i));
        }
      }
      assertThat(step.length()).isLessThanOrEqualTo(LIMITS.maxPartSize());
      boolean isLast = step.equals(steps.getLast());
      assertThat(step.length()).isGreaterThanOrEqualTo(isLast ? 1 : LIMITS.minPartSize());
      assertThat(step.copied() || step.length() <= LIMITS.minPartSize()).isTrue();
    }
    var expected = new ArrayList<String>();
    for (var source : sources) {
      for (long i = 0; i < source.length(); i++) {
        expected.add(source.key() + ":" + i);
      }
    }
    assertThat(bytes).isEqualTo(expected);
  }
}
