package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a resource's turns in Events. What happened before is counted, not told again: the
 * Event's name follows from what it says.
 */
public final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final String REPORTER = "longshore-operator";

  private final KubernetesClient client;

  /** Events through this client. */
  public EventRecorder(KubernetesClient client) {
    this.client = client;
  }

  /** Tells it once; an Event that can't be written is a line in the log and nothing worse. */
  public void record(UploadService service, boolean problem, String reason, String message) {
    var event = event(service, problem ? "Warning" : "Normal", reason, message);
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        count(event);
      } else {
        LOG.warn("Could not write the Event {}: {}", reason, e.getMessage());
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
