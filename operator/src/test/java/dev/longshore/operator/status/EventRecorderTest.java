package dev.longshore.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

  @Test
  void aBusyApiServerIsLeftAloneForLongerButNotForLong() {
    assertThat(EventRecorder.pauseAfter(Duration.ofMillis(2))).isEqualTo(Duration.ofMillis(6));
    assertThat(EventRecorder.pauseAfter(Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(600));
    assertThat(EventRecorder.pauseAfter(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(1));
  }
}
