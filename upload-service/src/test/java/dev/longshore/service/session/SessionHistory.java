package dev.longshore.service.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.session.Acquisition.Acquired;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays steps on a real store, as several pods see it, and compares every answer with the model's.
 * Beside that it keeps its own account of acknowledged bytes.
 */
public final class SessionHistory {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Instant THEN = Instant.parse("2026-03-18T10:00:00Z");
  private static final long TOTAL = 1L << 40;

  private final List<SessionStore> pods;
  private final Runnable expiry;
  private final String id;
  private final SessionModel model;
  private final List<Lease> leases = new ArrayList<>();
  private final Map<Lease, SessionStore> takers = new HashMap<>();
  private final Map<Lease, UploadSession> known = new HashMap<>();
  private final List<Runnable> calls = new ArrayList<>();
  private long acknowledged;
  private long counted;

  public SessionHistory(List<SessionStore> pods, String id, Runnable expiry) {
    this.pods = pods;
    this.id = id;
    this.expiry = expiry;
    var session =
        new UploadSession(
            id, "p", TOTAL, 0, null, THEN, THEN, SessionStatus.Pending, null, null, null);
    pods.getFirst().create(session);
    model = new SessionModel(session);
  }

  /** Plays the steps in turn; fails at the first answer or state that is not the model's. */
  public void play(List<SessionStep> steps) {
    for (var step : steps) {
      play(step);
      var seen = pods.getFirst().read(id);
      assertThat(seen.map(Snapshot::session).orElse(null)).isEqualTo(model.stored());
      assertThat(seen.map(Snapshot::leased).orElse(false)).isEqualTo(model.leased());
      seen.ifPresent(snapshot -> account(snapshot.session().uploadedBytes()));
    }
  }

  private void account(long offset) {
    assertThat(offset).as("the acknowledged offset").isGreaterThanOrEqualTo(acknowledged);
    assertThat(offset).as("every acknowledged byte counts once").isEqualTo(counted);
    acknowledged = offset;
  }

  private void play(SessionStep step) {
    switch (step) {
      case SessionStep.Acquire(int name, Urgency urgency) ->
          call(() -> acquire(pod(name), "holder-" + name, urgency));
      case SessionStep.Expire() -> {
        expiry.run();
        model.expire();
      }
      case SessionStep.Again(int call) -> {
        if (!calls.isEmpty()) {
          calls.get(call % calls.size()).run();
        }
      }
      case SessionStep.Commit(int lease, int bytes) when !leases.isEmpty() -> {
        var held = lease(lease);
        var at = known.get(held);
        var next = at.advancedTo(at.uploadedBytes() + bytes, "fence " + held.fence(), THEN);
        call(() -> commit(taker(held), held, at.uploadedBytes(), next));
      }
      case SessionStep.CommitAndRelease(int lease, int bytes) when !leases.isEmpty() -> {
        var held = lease(lease);
        var at = known.get(held);
        var next = at.advancedTo(at.uploadedBytes() + bytes, "fence " + held.fence(), THEN);
        call(() -> commitAndRelease(taker(held), held, at.uploadedBytes(), next));
      }
      case SessionStep.Finish(int lease) when !leases.isEmpty() -> {
        var held = lease(lease);
        var at = known.get(held);
        var next = at.withStatus(SessionStatus.Complete, THEN);
        call(() -> commit(taker(held), held, at.uploadedBytes(), next));
      }
      case SessionStep.Renew(int lease) when !leases.isEmpty() -> {
        var held = lease(lease);
        call(() -> model.renewed(held, taker(held).renew(held)));
      }
      case SessionStep.Release(int lease) when !leases.isEmpty() -> {
        var held = lease(lease);
        call(() -> {
          taker(held).release(held);
          model.released(held);
        });
      }
      case SessionStep.Delete(int lease) when !leases.isEmpty() -> {
        var held = lease(lease);
        call(() -> model.deleted(held, taker(held).delete(held)));
      }
      default -> {
        // Nobody ever held a lease yet.
      }
    }
  }

  private void call(Runnable call) {
    calls.add(call);
    call.run();
  }

  private void acquire(SessionStore pod, String name, Urgency urgency) {
    var answer = pod.acquire(id, name, LEASE, urgency);
    model.acquired(name, urgency, answer);
    if (answer instanceof Acquired acquired) {
      leases.add(acquired.lease());
      takers.put(acquired.lease(), pod);
      known.put(acquired.lease(), acquired.session());
    }
  }

  private void commit(SessionStore pod, Lease lease, long from, UploadSession next) {
    var before = model.stored();
    var answer = pod.commit(lease, from, next);
    model.committed(lease, from, next, answer);
    if (answer != LeaseState.LOST) {
      counted += next.equals(before) ? 0 : next.uploadedBytes() - from;
      known.put(lease, next);
    }
  }

  private void commitAndRelease(SessionStore pod, Lease lease, long from, UploadSession next) {
    var before = model.stored();
    boolean answer = pod.commitAndRelease(lease, from, next);
    model.committedAndReleased(lease, from, next, answer);
    if (answer) {
      counted += next.equals(before) ? 0 : next.uploadedBytes() - from;
      known.put(lease, next);
    }
  }

  private SessionStore pod(int index) {
    return pods.get(index % pods.size());
  }

  private SessionStore taker(Lease lease) {
    return takers.get(lease);
  }

  private Lease lease(int index) {
    return leases.get(index % leases.size());
  }
}
