package dev.longshore.service.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.session.Acquisition.Acquired;
import dev.longshore.service.session.Acquisition.Busy;
import dev.longshore.service.session.Acquisition.NotFound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} must do, seen from two pods. */
public abstract class SessionStoreContract {

  protected static final Duration LEASE = Duration.ofSeconds(30);
  private static final Instant THEN = Instant.parse("2026-03-18T10:00:00Z");
  private static final Instant LATER = Instant.parse("2026-03-18T10:05:00.25Z");

  protected final String id = UUID.randomUUID().toString();

  /** The store as one pod sees it. */
  protected abstract SessionStore here();

  /** The same sessions as another pod sees them. */
  protected abstract SessionStore there();

  /** Lets the lease of an upload run out. */
  protected abstract void expireLease(String uploadId);

  /** Lets a session's sliding expiration pass. */
  protected abstract void expireSession(String uploadId);

  @Test
  void whatIsCreatedIsReadEverywhere() {
    var session = create();
    assertThat(there().read(id)).contains(new Snapshot(session, false));
  }

  @Test
  void everyFieldIsKept() {
    var session =
        new UploadSession(
            id,
            "uploads/vidéos/my \"video\".mp4",
            5L << 40,
            5,
            "video/mp4; codecs=\"avc1\"",
            THEN,
            LATER,
            SessionStatus.InProgress,
            "filename d29ybGQ=,is_confidential",
            null,
            "{\"part\":1}");
    here().create(session);
    assertThat(there().read(id)).contains(new Snapshot(session, false));
  }

  @Test
  void whatNobodyCreatedIsNotThere() {
    assertThat(here().read(id)).isEmpty();
    assertThat(acquire(here(), "a")).isInstanceOf(NotFound.class);
    assertThat(here().read("../" + id)).isEmpty();
    assertThat(here().read("{" + id + "}")).isEmpty();
  }

  @Test
  void anotherSessionOfTheSameNameIsLeftAlone() {
    var session = create();
    assertThatThrownBy(() -> there().create(session.advancedTo(5, null, LATER)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(here().read(id).orElseThrow().session()).isEqualTo(session);
  }

  @Test
  void creatingTwiceIsCreatingOnce() {
    var session = create();
    var lease = take(here(), "a").lease();
    there().create(session);
    assertThat(here().renew(lease)).isEqualTo(LeaseState.HELD);
  }

  @Test
  void aLeaseIsHeldByOne() {
    var session = create();
    var taken = take(here(), "a");
    assertThat(taken.session()).isEqualTo(session);
    assertThat(taken.abandoned()).isFalse();
    assertThat(taken.lease().duration()).isEqualTo(LEASE);
    assertThat(acquire(there(), "b"))
        .isInstanceOfSatisfying(
            Busy.class,
            busy -> assertThat(busy.remaining()).isPositive().isLessThanOrEqualTo(LEASE));
    assertThat(there().read(id).orElseThrow().leased()).isTrue();
  }

  @Test
  void ofManyThatAskAtOnceOneAtATimeGetsTheLease() throws Exception {
    var session = create();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 20; round++) {
        long from = round;
        var next = session.advancedTo(round + 1, null, LATER);
        var tries = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 16; i++) {
          var store = i % 2 == 0 ? here() : there();
          tries.add(() ->
              acquire(store, UUID.randomUUID().toString()) instanceof Acquired taken
                  && store.commit(taken.lease(), from, next) != LeaseState.LOST);
        }
        int winners = 0;
        for (var done : threads.invokeAll(tries)) {
          winners += done.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
        expireLease(id);
      }
    }
    assertThat(here().read(id).orElseThrow().session().uploadedBytes()).isEqualTo(20);
  }

  @Test
  void takingTwiceUnderOneNameIsTakingOnce() {
    create();
    var first = take(here(), "a");
    assertThat(take(here(), "a")).isEqualTo(first);
    assertThat(here().renew(first.lease())).isEqualTo(LeaseState.HELD);
  }

  @Test
  void everyTakingRaisesTheFence() {
    create();
    long last = 0;
    for (int i = 0; i < 20; i++) {
      var lease = take(i % 2 == 0 ? here() : there(), "holder-" + i).lease();
      assertThat(lease.fence()).isGreaterThan(last);
      last = lease.fence();
      if (i % 3 == 0) {
        expireLease(id);
      } else {
        here().release(lease);
      }
    }
  }

  @Test
  void aCommitIsSeenEverywhereAndKeepsTheLease() {
    var session = create();
    var lease = take(here(), "a").lease();
    var next = session.advancedTo(5, "state", LATER);
    assertThat(here().commit(lease, 0, next)).isEqualTo(LeaseState.HELD);
    assertThat(there().read(id)).contains(new Snapshot(next, true));
    var last = next.advancedTo(10, null, LATER).withStatus(SessionStatus.Complete, LATER);
    assertThat(here().commit(lease, 5, last)).isEqualTo(LeaseState.HELD);
    assertThat(there().read(id)).contains(new Snapshot(last, true));
  }

  @Test
  void committingTwiceIsCommittingOnce() {
    var session = create();
    var lease = take(here(), "a").lease();
    var next = session.advancedTo(5, null, LATER);
    assertThat(here().commit(lease, 0, next)).isEqualTo(LeaseState.HELD);
    assertThat(here().commit(lease, 0, next)).isEqualTo(LeaseState.HELD);
    assertThat(there().read(id).orElseThrow().session()).isEqualTo(next);
  }

  @Test
  void aCommitMayGiveTheLeaseBackInTheSameStep() {
    var session = create();
    var heard = new Heard();
    there().listen(heard);
    var lease = take(here(), "a").lease();
    var next = session.advancedTo(5, null, LATER);
    assertThat(here().commitAndRelease(lease, 0, next)).isTrue();
    assertThat(there().read(id)).contains(new Snapshot(next, false));
    assertThat(here().commitAndRelease(lease, 0, next)).as("sent twice").isTrue();
    assertThat(here().commitAndRelease(lease, 5, next.advancedTo(9, null, LATER))).isFalse();
    assertThat(here().renew(lease)).isEqualTo(LeaseState.LOST);
    await().untilAsserted(() -> assertThat(heard.signals).contains("released " + id));
    var taken = take(there(), "b");
    assertThat(taken.abandoned()).isFalse();
    assertThat(taken.session()).isEqualTo(next);
    assertThat(here().commitAndRelease(lease, 0, next)).as("somebody took it since").isFalse();
    assertThat(there().renew(taken.lease())).isEqualTo(LeaseState.HELD);
    assertThatThrownBy(() -> there().commitAndRelease(taken.lease(), 5, session))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHolderWhoseLeaseRanOutDoesNotCommitAndRelease() {
    var session = create();
    var lease = take(here(), "a").lease();
    expireLease(id);
    assertThat(here().commitAndRelease(lease, 0, session.advancedTo(5, null, LATER))).isFalse();
    assertThat(there().read(id)).contains(new Snapshot(session, false));
    assertThat(take(there(), "b").abandoned()).isTrue();
  }

  @Test
  void aCommitFromElsewhereThanTheStoredOffsetChangesNothing() {
    var session = create();
    var lease = take(here(), "a").lease();
    var at5 = session.advancedTo(5, null, LATER);
    var at9 = session.advancedTo(9, null, LATER);
    here().commit(lease, 0, at5);
    here().commit(lease, 5, at9);
    assertThat(here().commit(lease, 0, at5)).isEqualTo(LeaseState.LOST);
    assertThat(here().commit(lease, 7, at9.advancedTo(10, null, LATER))).isEqualTo(LeaseState.LOST);
    assertThat(there().read(id).orElseThrow().session()).isEqualTo(at9);
  }

  @Test
  void aCommitGoesForwardInItsOwnUpload() {
    var session = create();
    var lease = take(here(), "a").lease();
    here().commit(lease, 0, session.advancedTo(5, null, LATER));
    assertThatThrownBy(() -> here().commit(lease, 5, session.advancedTo(4, null, LATER)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> here().commit(lease, 0, session("other")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHolderWhoseLeaseRanOutCommitsNothing() {
    var session = create();
    var lease = take(here(), "a").lease();
    expireLease(id);
    assertThat(there().read(id).orElseThrow().leased()).isFalse();
    assertThat(here().commit(lease, 0, session.advancedTo(5, null, LATER)))
        .isEqualTo(LeaseState.LOST);
    assertThat(here().renew(lease)).isEqualTo(LeaseState.LOST);
    assertThat(here().delete(lease)).isFalse();
    here().release(lease);
    assertThat(there().read(id)).contains(new Snapshot(session, false));
  }

  @Test
  void aHolderThatWasReplacedCommitsNothing() {
    var session = create();
    var stale = take(here(), "a").lease();
    expireLease(id);
    var taken = take(there(), "b");
    assertThat(here().commit(stale, 0, session.advancedTo(9, null, LATER)))
        .isEqualTo(LeaseState.LOST);
    assertThat(here().renew(stale)).isEqualTo(LeaseState.LOST);
    assertThat(here().delete(stale)).isFalse();
    here().release(stale);
    var next = session.advancedTo(4, null, LATER);
    assertThat(there().commit(taken.lease(), 0, next)).isEqualTo(LeaseState.HELD);
    assertThat(here().read(id)).contains(new Snapshot(next, true));
  }

  @Test
  void theFenceCountsAndNotTheHoldersNameAlone() {
    var session = create();
    var first = take(here(), "a").lease();
    here().release(first);
    var second = take(here(), "a").lease();
    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(here().commit(first, 0, session.advancedTo(5, null, LATER)))
        .isEqualTo(LeaseState.LOST);
    assertThat(here().renew(first)).isEqualTo(LeaseState.LOST);
    assertThat(here().delete(first)).isFalse();
    here().release(first);
    assertThat(here().renew(second)).isEqualTo(LeaseState.HELD);
  }

  @Test
  void whoeverTakesOverLearnsOfAHolderThatDidNotRelease() {
    var session = create();
    take(here(), "a");
    expireLease(id);
    var second = take(there(), "b");
    assertThat(second.abandoned()).isTrue();
    assertThat(take(there(), "b").abandoned()).isTrue();
    there().release(second.lease());
    var third = take(there(), "c");
    assertThat(third.abandoned()).as("nothing was committed since").isTrue();
    there().commit(third.lease(), 0, session.advancedTo(5, null, LATER));
    there().release(third.lease());
    assertThat(take(here(), "d").abandoned()).isFalse();
  }

  @Test
  void aReleasedLeaseIsFreeAtOnce() {
    create();
    here().release(take(here(), "a").lease());
    assertThat(there().read(id).orElseThrow().leased()).isFalse();
    assertThat(take(there(), "b").abandoned()).isFalse();
  }

  @Test
  void theHolderLearnsAtItsNextRenewalOrCommitThatItIsWanted() {
    var session = create();
    var lease = take(here(), "a").lease();
    acquire(there(), "b", Urgency.SOON);
    assertThat(here().renew(lease)).isEqualTo(LeaseState.WANTED_SOON);
    acquire(there(), "c", Urgency.NOW);
    assertThat(here().renew(lease)).isEqualTo(LeaseState.WANTED_NOW);
    acquire(there(), "d", Urgency.SOON);
    assertThat(here().commit(lease, 0, session.advancedTo(5, null, LATER)))
        .as("the more urgent one counts")
        .isEqualTo(LeaseState.WANTED_NOW);
    here().release(lease);
    assertThat(there().renew(take(there(), "b").lease())).isEqualTo(LeaseState.HELD);
  }

  @Test
  void everyPodHearsWhatIsWantedAndReleased() {
    create();
    var heardHere = new Heard();
    var heardThere = new Heard();
    here().listen(heardHere);
    there().listen(heardThere);
    var lease = take(here(), "a").lease();
    await()
        .untilAsserted(() -> {
          acquire(there(), "b", Urgency.NOW);
          assertThat(heardHere.signals).contains("wanted NOW " + id);
          assertThat(heardThere.signals).contains("wanted NOW " + id);
        });
    here().release(lease);
    await().untilAsserted(() -> assertThat(heardHere.signals).contains("released " + id));
    await().untilAsserted(() -> assertThat(heardThere.signals).contains("released " + id));
  }

  @Test
  void whatIsDeletedIsGoneForEverybody() {
    create();
    var lease = take(here(), "a").lease();
    acquire(there(), "b", Urgency.NOW);
    var heard = new Heard();
    there().listen(heard);
    assertThat(here().delete(lease)).isTrue();
    assertThat(here().delete(lease)).as("sent twice").isTrue();
    await().untilAsserted(() -> assertThat(heard.signals).contains("released " + id));
    assertThat(there().read(id)).isEmpty();
    assertThat(acquire(there(), "b")).isInstanceOf(NotFound.class);
    assertThat(here().renew(lease)).isEqualTo(LeaseState.LOST);
  }

  @Test
  void anExpiredSessionIsGoneAndDoesNotComeBack() {
    var session = create();
    var lease = take(here(), "a").lease();
    expireSession(id);
    assertThat(here().commit(lease, 0, session.advancedTo(5, null, LATER)))
        .isEqualTo(LeaseState.LOST);
    assertThat(here().renew(lease)).isEqualTo(LeaseState.LOST);
    assertThat(there().read(id)).isEmpty();
    assertThat(acquire(there(), "b")).isInstanceOf(NotFound.class);
  }

  @Test
  void aSessionThatFollowsAnExpiredOneStartsWithAFreeLease() {
    create();
    take(here(), "a");
    expireSession(id);
    create();
    assertThat(take(there(), "b").abandoned()).isFalse();
  }

  @Test
  void aLookTellsOfEverySessionAndOfNoOther() {
    var session = create();
    var complete = session(UUID.randomUUID().toString()).withStatus(SessionStatus.Complete, THEN);
    here().create(complete);
    assertThat(there().peek(List.of(id, complete.uploadId(), "nobody-made-this")))
        .isEqualTo(
            Map.of(
                id,
                new SessionPeek.Found(session),
                complete.uploadId(),
                new SessionPeek.Found(complete),
                "nobody-made-this",
                new SessionPeek.None()));
    assertThat(here().peek(List.of())).isEmpty();
  }

  @Test
  void aLookMayBeAtMany() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 1201; i++) {
      ids.add(UUID.randomUUID().toString());
      if (i % 3 == 0) {
        here().create(session(ids.get(i)));
      }
    }
    var seen = there().peek(ids);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(seen.get(ids.get(i)))
          .isInstanceOf(i % 3 == 0 ? SessionPeek.Found.class : SessionPeek.None.class);
    }
    assertThat(seen).hasSize(ids.size());
  }

  @Test
  void anExpiredSessionIsNotSeen() {
    create();
    expireSession(id);
    assertThat(here().peek(List.of(id))).containsExactly(Map.entry(id, new SessionPeek.None()));
  }

  @Test
  void aClaimIsOnePodsForAWhile() {
    var work = "work" + id.replace("-", "");
    assertThat(here().claim(work, Duration.ofHours(1))).isTrue();
    assertThat(there().claim(work, Duration.ofHours(1))).isFalse();
    assertThat(here().claim(work, Duration.ofHours(1))).isFalse();
    assertThat(there().claim(work + "other", Duration.ofHours(1))).isTrue();
  }

  @Test
  void itAnswersAPing() {
    here().ping();
    assertThat(here().name()).endsWith("SessionStore");
    assertThat(here().slidingExpiration()).isPositive();
  }

  @Test
  void lookingFindsEverySessionOnSomePage() {
    var ids = Stream.generate(() -> UUID.randomUUID().toString()).limit(60).toList();
    ids.forEach(each -> here().create(session(each)));
    var seen = new HashSet<String>();
    var next = SessionLook.Page.FIRST;
    do {
      var page = there().look().page("", next, 10);
      assertThat(page.sessions()).as("a page is bounded").hasSizeLessThan(30);
      page.sessions().forEach(sight -> seen.add(sight.session().uploadId()));
      next = page.next();
      assertThat(ids).as("a place in the list lets nobody upload").doesNotContain(next);
    } while (!next.equals(SessionLook.Page.FIRST));
    assertThat(seen).containsAll(ids);
  }

  @Test
  void lookingByWhatAnIdBeginsWith() {
    create();
    here().create(session("x" + id));
    here().create(session("y" + id));
    assertThat(seen(id.substring(0, 8))).containsExactly(id);
    assertThat(seen("x" + id)).containsExactly("x" + id);
    assertThat(seen("?" + id)).isEmpty();
    assertThat(seen("[xy]" + id)).isEmpty();
    assertThat(here().look().one(id.substring(0, 8))).isEmpty();
  }

  private Set<String> seen(String prefix) {
    var seen = new HashSet<String>();
    var next = SessionLook.Page.FIRST;
    do {
      var page = there().look().page(prefix, next, 100);
      page.sessions().forEach(sight -> seen.add(sight.session().uploadId()));
      next = page.next();
    } while (!next.equals(SessionLook.Page.FIRST));
    return seen;
  }

  @Test
  void lookingTellsWhoHoldsTheLeaseAndTakesNone() {
    var session = create();
    assertThat(there().look().one(id).orElseThrow().holder()).isEmpty();
    var lease = take(here(), "a").lease();
    var sight = there().look().one(id).orElseThrow();
    assertThat(sight.session()).isEqualTo(session);
    assertThat(sight.holder()).contains("a");
    assertThat(sight.expiresIn()).isPositive().isLessThanOrEqualTo(here().slidingExpiration());
    assertThat(here().renew(lease)).isEqualTo(LeaseState.HELD);
    expireLease(id);
    assertThat(there().look().one(id).orElseThrow().holder()).isEmpty();
    assertThat(there().look().one("../" + id)).isEmpty();
  }

  @Test
  void aPlaceThatNobodyNamedIsRefused() {
    assertThatThrownBy(() -> here().look().page("", "nowhere", 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private UploadSession create() {
    var session = session(id);
    here().create(session);
    return session;
  }

  protected static UploadSession session(String uploadId) {
    return new UploadSession(
        uploadId,
        "a/b.bin",
        20L,
        0,
        "video/mp4",
        THEN,
        THEN,
        SessionStatus.Pending,
        null,
        null,
        null);
  }

  private Acquisition acquire(SessionStore store, String holder) {
    return acquire(store, holder, Urgency.SOON);
  }

  private Acquisition acquire(SessionStore store, String holder, Urgency urgency) {
    return store.acquire(id, holder, LEASE, urgency);
  }

  private Acquired take(SessionStore store, String holder) {
    var answer = acquire(store, holder);
    assertThat(answer).isInstanceOf(Acquired.class);
    return (Acquired) answer;
  }

  private static final class Heard implements SessionSignals {
    private final List<String> signals = new CopyOnWriteArrayList<>();

    @Override
    public void wanted(String uploadId, Urgency urgency) {
      signals.add("wanted " + urgency + " " + uploadId);
    }

    @Override
    public void released(String uploadId) {
      signals.add("released " + uploadId);
    }
  }
}
