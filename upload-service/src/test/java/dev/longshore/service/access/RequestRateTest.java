package dev.longshore.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRateTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500_000_000); // It may overflow.
  private final RequestRate rate = new RequestRate(2, 3, now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void burstPassesAndThenOneForEachInterval() {
    assertThat(IntStream.range(0, 3).mapToObj(i -> rate.take("a"))).containsOnly(Duration.ZERO);
    assertThat(rate.take("a")).isEqualTo(Duration.ofMillis(500));
    pass(Duration.ofMillis(400));
    assertThat(rate.take("a")).isEqualTo(Duration.ofMillis(100));
    pass(Duration.ofMillis(100));
    assertThat(rate.take("a")).isEqualTo(Duration.ZERO);
    assertThat(rate.take("a")).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void whatIsGivenBackNeverCame() {
    IntStream.range(0, 3).forEach(i -> rate.take("a"));
    rate.giveBack("a");
    assertThat(rate.take("a")).isEqualTo(Duration.ZERO);
    assertThat(rate.take("a")).isEqualTo(Duration.ofMillis(500));
    rate.giveBack("nobody");
  }

  @Test
  void clientsDoNotCountForEachOther() {
    IntStream.range(0, 4).forEach(i -> rate.take("a"));
    assertThat(rate.take("b")).isEqualTo(Duration.ZERO);
  }

  @Test
  void pauseGivesTheBurstBackAndNoMore() {
    IntStream.range(0, 3).forEach(i -> rate.take("a"));
    pass(Duration.ofHours(1));
    assertThat(IntStream.range(0, 3).mapToObj(i -> rate.take("a"))).containsOnly(Duration.ZERO);
    assertThat(rate.take("a")).isPositive();
  }

  @Test
  void atOnceNoMoreThanTheBurstPass() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries =
          IntStream.range(0, 200).<Callable<Duration>>mapToObj(i -> () -> rate.take("a")).toList();
      assertThat(threads.invokeAll(tries).stream().map(Future::resultNow))
          .filteredOn(Duration::isZero)
          .hasSize(3);
    }
  }

  @Test
  void manyClientsAreForgottenAgain() {
    IntStream.range(0, 20_000).forEach(i -> rate.take("client " + i));
    pass(Duration.ofSeconds(2));
    rate.take("a");
    assertThat(rate.clients()).isEqualTo(1);
  }
}
