package dev.longshore.service.session.memory;

import dev.longshore.service.session.SessionHistory;
import dev.longshore.service.session.SessionStep;
import dev.longshore.service.session.SessionSteps;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The session protocol against its model, in memory and with a clock of the test's own. */
class InMemorySessionProtocolProperties {

  @Property(tries = 5000)
  void everyHistoryIsTheModels(@ForAll("histories") List<SessionStep> steps) {
    var clock = new VirtualClock();
    var store = new InMemorySessionStore(Duration.ofDays(365), clock);
    new SessionHistory(List.of(store), "upload", () -> clock.advance(Duration.ofMinutes(6)))
        .play(steps);
  }

  @Provide
  Arbitrary<List<SessionStep>> histories() {
    return SessionSteps.histories(80);
  }
}
