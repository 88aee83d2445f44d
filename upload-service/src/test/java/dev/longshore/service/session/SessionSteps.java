package dev.longshore.service.session;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random interleavings of what clients, pods, the network and time do to one upload. */
public final class SessionSteps {

  private SessionSteps() {}

  /** Histories of up to so many steps. */
  public static Arbitrary<List<SessionStep>> histories(int longest) {
    return step().list().ofMinSize(1).ofMaxSize(longest);
  }

  private static Arbitrary<SessionStep> step() {
    // Late ones are tried often: zombies are what the fence is for.
    var lease = Arbitraries.integers().between(0, 9);
    var name = Arbitraries.integers().between(0, 3);
    return Arbitraries.frequencyOf(
        Tuple.of(
            6,
            Combinators.combine(name, Arbitraries.of(Urgency.class)).as(SessionStep.Acquire::new)),
        Tuple.of(
            6,
            Combinators.combine(lease, Arbitraries.integers().between(1, 9))
                .as(SessionStep.Commit::new)),
        Tuple.of(
            3,
            Combinators.combine(lease, Arbitraries.integers().between(1, 9))
                .as(SessionStep.CommitAndRelease::new)),
        Tuple.of(1, lease.map(SessionStep.Finish::new)),
        Tuple.of(2, lease.map(SessionStep.Renew::new)),
        Tuple.of(3, lease.map(SessionStep.Release::new)),
        Tuple.of(1, lease.map(SessionStep.Delete::new)),
        Tuple.of(4, Arbitraries.integers().between(0, 99).map(SessionStep.Again::new)),
        Tuple.of(2, Arbitraries.create(SessionStep.Expire::new)));
  }
}
