package dev.longshore.service.events;

import dev.longshore.service.session.UploadEvent;
import dev.longshore.service.webhook.CloudEventJson;
import dev.longshore.service.webhook.SignedPost;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Posts events to an endpoint: structured mode, signed as Standard Webhooks have it. */
final class EndpointClient implements AutoCloseable {

  private static final int GONE = 410;

  private final HttpClient http;
  private final Endpoint endpoint;
  private final InstantSource clock;

  /** Follows no redirect: what is signed is for one receiver. */
  EndpointClient(Endpoint endpoint, InstantSource clock) {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    this.http = (endpoint.tls() == null ? client : client.sslContext(endpoint.tls())).build();
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /**
   * Any 2xx is a yes; 410 is a no for good; whatever else comes, or nothing in time, a failure.
   *
   * @param until when to stop waiting in any case, by {@link System#nanoTime()}; may move on
   */
  Receipt send(UploadEvent event, LongSupplier until) throws InterruptedException {
    // The client's own timeout ends with the head of an answer; this one with the whole of it.
    long deadline = System.nanoTime() + endpoint.timeout().toNanos();
    var answer = http.sendAsync(request(event), HttpResponse.BodyHandlers.discarding());
    try {
      while (true) {
        long now = System.nanoTime();
        try {
          long left = Math.min(deadline - now, until.getAsLong() - now);
          return receipt(answer.get(Math.max(0, left), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
          if (System.nanoTime() - deadline >= 0) {
            return failed("no answer within " + endpoint.timeout());
          }
          if (System.nanoTime() - until.getAsLong() >= 0) {
            return failed("another pod may deliver it now");
          }
        }
      }
    } catch (ExecutionException e) {
      return failed(e.getCause().toString());
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(UploadEvent event) {
    return SignedPost.of(
        endpoint.url(),
        event.id(),
        clock.instant(),
        endpoint.secrets(),
        CloudEventJson.of(event.fields()));
  }

  private Receipt receipt(HttpResponse<Void> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return new Receipt.Accepted();
    }
    var why = "it answered " + status;
    return status == GONE
        ? new Receipt.Refused(why)
        : new Receipt.Failed(
            why, answer.headers().firstValue("Retry-After").map(this::pause).orElse(Duration.ZERO));
  }

  /** Seconds or a date (RFC 9110, section 10.2.3); what is neither asks for nothing. */
  private Duration pause(String field) {
    if (field.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(field));
    }
    try {
      var until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(field));
      var pause = Duration.between(clock.instant(), until);
      return pause.isNegative() ? Duration.ZERO : pause;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static Receipt failed(String why) {
    return new Receipt.Failed(why, Duration.ZERO);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
