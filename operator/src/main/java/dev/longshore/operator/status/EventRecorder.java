package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a resource's turns in Events, one after the other beside what is reconciled, as
 * client-go does it: nothing waits for them. What happened before is counted, not told again: the
 * Event's name follows from what it says.
 */
public final class EventRecorder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final String REPORTER = "longshore-operator";

  /** Of resources that all have something to say at once; more than these is not told. */
  private static final int MOST_WAITING = 2000;

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** After an Event, nothing is written for so many times as long as it took. */
  private static final int GIVE_WAY = 3;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          Thread.ofVirtual().name("events").factory());

  /** Events through this client. */
  public EventRecorder(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Tells it once; an Event that can't be written is a line in the log and nothing worse.
   *
   * @throws java.util.NoSuchElementException of a reason that no Event tells of
   */
  public void record(UploadService service, Reason reason, String message) {
    var event = event(service, reason.eventType().orElseThrow(), reason.name(), message);
    try {
      writer.execute(() -> writeAndGiveWay(event));
    } catch (RejectedExecutionException e) {
      LOG.warn("Not told, since {} Events wait: {} {}", MOST_WAITING, reason, message);
    }
  }

  /** An API server that is slow to answer has more to do than to keep Events. */
  private void writeAndGiveWay(Event event) {
    var started = System.nanoTime();
    write(event);
    try {
      if (!writer.isShutdown()) {
        Thread.sleep(pauseAfter(Duration.ofNanos(System.nanoTime() - started)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long nothing is written after an Event that took so long. */
  static Duration pauseAfter(Duration took) {
    var pause = took.multipliedBy(GIVE_WAY);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        count(event);
      } else {
        LOG.warn("Could not write the Event {}: {}", event.getReason(), e.getMessage());
      }
    }
  }

  private void count(Event event) {
    try {
      client
          .resource(event)
          .edit(before ->
              new EventBuilder(before)
                  .withCount(before.getCount() == null ? 2 : before.getCount() + 1)
                  .withLastTimestamp(event.getLastTimestamp())
                  .build());
    } catch (KubernetesClientException e) {
      LOG.warn("Could not count the Event {}: {}", event.getReason(), e.getMessage());
    }
  }

  /** Writes what waits, for a second at most. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      writer.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.shutdownNow();
  }

  private static Event event(UploadService service, String type, String reason, String message) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var meta = service.getMetadata();
    return new EventBuilder()
        .withNewMetadata()
        .withName(
            "%s.%08x".formatted(meta.getName(), Objects.hash(meta.getUid(), type, reason, message)))
        .withNamespace(meta.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(service.getApiVersion())
        .withKind(service.getKind())
        .withName(meta.getName())
        .withNamespace(meta.getNamespace())
        .withUid(meta.getUid())
        .endInvolvedObject()
        .withType(type)
        .withReason(reason)
        .withMessage(message.length() > 1024 ? message.substring(0, 1024) : message)
        .withNewSource()
        .withComponent(REPORTER)
        .endSource()
        .withReportingComponent(REPORTER)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
