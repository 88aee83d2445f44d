package dev.longshore.service.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.session.EventLog.Entry;
import dev.longshore.service.session.EventLog.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must tell of changes, and to whom, seen from two pods. */
public abstract class EventLogContract {

  private static final Duration TURN = Duration.ofSeconds(30);
  private static final Instant THEN = Instant.parse("2026-03-18T10:00:00Z");
  private static final int MOST = 300;

  /** Progress is told once an hour; what is told of a session is its offset and status. */
  protected static final EventRules RULES =
      new EventRules(
          "/test",
          Duration.ofHours(1),
          MOST,
          session ->
              "{\"uploadedBytes\":%d,\"status\":\"%s\"}"
                  .formatted(session.uploadedBytes(), session.status()));

  private final String id = UUID.randomUUID().toString();
  private final String endpoint = "to-" + UUID.randomUUID();
  private final List<String> seen = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  /** The store as one pod sees it. */
  protected abstract SessionStore here();

  /** The same sessions as another pod sees them. */
  protected abstract SessionStore there();

  /** Lets a session's sliding expiration pass. */
  protected abstract void expireSession(String uploadId);

  private EventLog log() {
    return here().events().orElseThrow();
  }

  private EventLog otherLog() {
    return there().events().orElseThrow();
  }

  @BeforeEach
  void open() {
    log().open(endpoint);
  }

  private static UploadSession session(String id, String concat) {
    return new UploadSession(
        id, "a.bin", 100L, 0, null, THEN, THEN, SessionStatus.Pending, null, concat, null);
  }

  private UploadSession create(String concat) {
    var session = session(id, concat);
    here().create(session);
    return session;
  }

  private Lease take(SessionStore store) {
    var taken =
        store.acquire(id, UUID.randomUUID().toString(), Duration.ofSeconds(30), Urgency.SOON);
    return ((Acquisition.Acquired) taken).lease();
  }

  private static UploadSession at(UploadSession session, long offset) {
    return session.advancedTo(offset, null, THEN.plusSeconds(offset));
  }

  private static UploadSession as(SessionStatus status, UploadSession session) {
    return session.withStatus(status, THEN.plusSeconds(500));
  }

  private Turn.Ours next(EventLog log, String holder, String after, int most) {
    return (Turn.Ours) log.next(endpoint, holder, TURN, after, most);
  }

  /** Reads on; what was told of this test's upload so far. */
  private List<String> told() {
    var turn = next(log(), "reader", EventLog.NEW, 1000);
    var found = turn.entries();
    if (turn.taken()) {
      found = next(log(), "reader", EventLog.NEW, 1000).entries();
    }
    for (var entry : found) {
      if (entry.event().subject().equals(id)) {
        var event = entry.event();
        entries.add(entry);
        seen.add(event.type().replace("dev.longshore.upload.", "") + " " + event.data());
      }
    }
    return seen;
  }

  private static String event(String type, long bytes, String status) {
    return type + " {\"uploadedBytes\":" + bytes + ",\"status\":\"" + status + "\"}";
  }

  private static final String CREATED = event("created", 0, "Pending");

  private void assertTold(String... events) {
    await().untilAsserted(() -> assertThat(told()).containsExactly(events));
    assertThat(entries.stream().map(Entry::event).map(UploadEvent::id))
        .containsExactlyElementsOf(
            Stream.iterate(1, n -> n + 1).limit(events.length).map(n -> id + ":" + n).toList());
    assertThat(entries.stream().map(Entry::event).map(UploadEvent::sequence))
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(sequence -> sequence.length() == 10);
  }

  @Test
  void eachChangeIsToldOnceAndInOrder() {
    var session = create(null);
    var lease = take(there());
    there().commit(lease, 0, at(session, 10));
    there().commit(lease, 10, at(session, 20)); // Within the hour.
    there().commit(lease, 20, at(session, 100)); // The completion follows.
    var complete = as(SessionStatus.Complete, at(session, 100));
    assertThat(there().commitAndRelease(lease, 100, complete)).isTrue();
    assertTold(CREATED, event("progressed", 10, "InProgress"), event("completed", 100, "Complete"));
    var first = entries.getFirst().event();
    assertThat(first.source()).isEqualTo("/test");
    assertThat(first.time()).isEqualTo(THEN.toString());
    assertThat(first.type()).isEqualTo("dev.longshore.upload.created");
    assertThat(entries.getLast().event().time()).isEqualTo(THEN.plusSeconds(500).toString());
  }

  @Test
  void whatIsSentTwiceIsToldOnce() {
    var session = create(null);
    there().create(session);
    var lease = take(here());
    here().commit(lease, 0, at(session, 10));
    here().commit(lease, 0, at(session, 10));
    var complete = as(SessionStatus.Complete, at(session, 100));
    here().commitAndRelease(lease, 10, complete);
    here().commitAndRelease(lease, 10, complete);
    assertTold(CREATED, event("progressed", 10, "InProgress"), event("completed", 100, "Complete"));
  }

  @Test
  void whatTakesNoEffectIsNotTold() {
    var session = create(null);
    var lease = take(here());
    here().release(lease);
    var later = take(there());
    assertThat(here().commit(lease, 0, as(SessionStatus.Aborted, session)))
        .isEqualTo(LeaseState.LOST);
    assertThat(there().commit(later, 5, as(SessionStatus.Complete, at(session, 100))))
        .isEqualTo(LeaseState.LOST);
    there().commit(later, 0, session.withTotalSize(50, THEN));
    there().commit(later, 0, as(SessionStatus.Aborted, session));
    assertTold(CREATED, event("aborted", 0, "Aborted"));
  }

  @Test
  void endIsToldWhenItIsMarkedAndNotWhenTheSessionGoes() {
    var session = create(null);
    var lease = take(here());
    here().commit(lease, 0, as(SessionStatus.Aborted, session));
    here().delete(lease);
    assertTold(CREATED, event("aborted", 0, "Aborted"));
    assertThat(log().look(() -> false)).isZero();
    assertTold(CREATED, event("aborted", 0, "Aborted"));
  }

  @Test
  void completedUploadThatGoesIsNoNews() {
    var session = create(null);
    here().commit(take(here()), 0, as(SessionStatus.Complete, at(session, 100)));
    expireSession(id);
    log().look(() -> false);
    assertTold(CREATED, event("completed", 100, "Complete"));
  }

  @Test
  void pieceMayEndOnceMore() {
    var session = create("partial");
    var lease = take(here());
    var complete = as(SessionStatus.Complete, at(session, 100));
    here().commit(lease, 0, complete);
    here().commit(lease, 100, as(SessionStatus.Aborted, complete));
    assertTold(CREATED, event("completed", 100, "Complete"), event("aborted", 100, "Aborted"));
  }

  @Test
  void completePieceThatGoesIsNoNews() {
    var session = create("partial");
    here().commit(take(here()), 0, as(SessionStatus.Complete, at(session, 100)));
    assertTold(CREATED, event("completed", 100, "Complete"));
    expireSession(id);
    log().look(() -> false);
    otherLog().look(() -> false);
    assertTold(CREATED, event("completed", 100, "Complete"));
  }

  @Test
  void uploadThatExpiredIsToldOnceWhoeverLooks() throws Exception {
    var session = create(null);
    here().commit(take(here()), 0, at(session, 10));
    log().look(() -> false);
    assertTold(CREATED, event("progressed", 10, "InProgress"));
    expireSession(id);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> one = () -> log().look(() -> false);
      Callable<Integer> other = () -> otherLog().look(() -> false);
      threads.invokeAll(List.of(one, other, one, other));
    }
    assertTold(CREATED, event("progressed", 10, "InProgress"), event("expired", 10, "InProgress"));
  }

  @Test
  void onePodAtATimeHasTheTurnAndTheNextGetsWhatIsPending() {
    var session = create(null);
    here().commit(take(here()), 0, as(SessionStatus.Complete, at(session, 100)));
    var one = new ArrayList<Entry>();
    next(log(), "one", EventLog.PENDING, 10);
    await()
        .until(() -> {
          one.addAll(next(log(), "one", EventLog.NEW, 10).entries());
          return one.size() >= 2;
        });
    assertThat(otherLog().next(endpoint, "two", TURN, EventLog.NEW, 10))
        .isInstanceOfSatisfying(
            Turn.Others.class,
            others -> assertThat(others.remaining()).isPositive().isLessThanOrEqualTo(TURN));
    assertThat(next(log(), "one", EventLog.NEW, 0).taken()).isFalse();
    log().settle(endpoint, one.getFirst().position());
    log().release(endpoint, "two");
    assertThat(otherLog().next(endpoint, "two", TURN, EventLog.NEW, 10))
        .isInstanceOf(Turn.Others.class);
    log().release(endpoint, "one");

    var two = next(otherLog(), "two", EventLog.NEW, 10);
    assertThat(two.taken()).isTrue();
    assertThat(two.entries()).containsExactlyElementsOf(one.subList(1, one.size()));
    var last = one.getLast().position();
    assertThat(next(otherLog(), "two", last, 10).entries()).isEmpty();
    assertThat(otherLog().find(last)).contains(one.getLast().event());
    otherLog().bury(endpoint, last, "no");
    assertThat(next(otherLog(), "two", EventLog.PENDING, 10).entries())
        .extracting(Entry::position)
        .doesNotContain(last);
  }

  @Test
  void newEndpointGetsWhatHappensFromThenOn() {
    create(null);
    assertTold(CREATED);
    var late = "late-" + UUID.randomUUID();
    log().open(late);
    log().open(late);
    assertThat(log().next(late, "a", TURN, EventLog.NEW, 10))
        .isEqualTo(new Turn.Ours(true, List.of(), 0));
    assertThat(log().next(late, "a", TURN, EventLog.NEW, 10))
        .isEqualTo(new Turn.Ours(false, List.of(), 0));
  }

  @Test
  void whatIsTooMuchIsDroppedAndSaid() {
    create(null);
    assertTold(CREATED);
    int more = MOST + 250;
    for (int i = 0; i < more; i++) {
      here().create(session(UUID.randomUUID().toString(), null));
    }
    int[] got = {0, 0};
    await()
        .untilAsserted(() -> {
          var turn = next(log(), "reader", EventLog.NEW, 10_000);
          got[0] += turn.entries().size();
          got[1] += (int) turn.missed();
          assertThat(got[0] + got[1]).isEqualTo(more);
        });
    assertThat(got[0]).isBetween(MOST, more);
    assertThat(log().find(entries.getFirst().position())).isEmpty();
    assertThat(next(log(), "reader", EventLog.PENDING, 1).entries())
        .containsExactly(new Entry(entries.getFirst().position(), null));
  }
}
