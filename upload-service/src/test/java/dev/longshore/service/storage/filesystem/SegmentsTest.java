package dev.longshore.service.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentsTest {

  @Test
  void noStateIsOneFile() {
    assertThat(Segments.parse(null).isSingle()).isTrue();
    assertThat(Segments.parse(null).state()).isNull();
  }

  @Test
  void stateReadsAsItWasWritten() {
    var segments = Segments.parse(null).startingAt(10, 2).startingAt(5_497_558_138_879L, 7);
    assertThat(segments.state()).isEqualTo("10.2,5497558138879.7");
    assertThat(Segments.parse(segments.state())).isEqualTo(segments);
  }

  @Test
  void segmentThatNeverCountedIsReplaced() {
    var segments = Segments.parse("10.2,20.3").startingAt(20, 4);
    assertThat(segments.state()).isEqualTo("10.2,20.4");
  }
}
