package dev.longshore.service.events;

import dev.longshore.service.session.UploadEvent;
import dev.longshore.service.webhook.SigningSecrets;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Who is told.
 *
 * @param name what it is known by, also after its URL changed
 * @param url what is posted to
 * @param secrets what is signed with
 * @param types {@code type} of the events that it wants; none for all
 * @param timeout how long it may take to answer
 * @param tls how to connect by https, or null as the JVM does
 */
public record Endpoint(
    String name,
    URI url,
    SigningSecrets secrets,
    Set<String> types,
    Duration timeout,
    SSLContext tls) {

  boolean wants(UploadEvent event) {
    return types.isEmpty() || types.contains(event.type());
  }
}
