package dev.longshore.service.webhook;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;

/** A CloudEvent on its way to a service of the user's own (HTTP Protocol Binding, section 3.2). */
public final class SignedPost {

  private SignedPost() {}

  /**
   * A request that brings an event in structured mode, so that its signature covers all of it.
   *
   * @param id the event's
   * @param at when it is sent
   * @param secrets what to sign with, or null for no signature
   * @param event as {@link CloudEventJson} writes it
   */
  public static HttpRequest of(
      URI url, String id, Instant at, SigningSecrets secrets, String event) {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", CloudEventJson.MEDIA_TYPE)
            .header("User-Agent", "longshore")
            .header(SigningSecrets.ID, id)
            .header(SigningSecrets.TIMESTAMP, Long.toString(at.getEpochSecond()));
    if (secrets != null) {
      request.header(SigningSecrets.SIGNATURE, secrets.sign(id, at, event));
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(event)).build();
  }
}
