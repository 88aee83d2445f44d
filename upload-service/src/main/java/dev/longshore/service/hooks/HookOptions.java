package dev.longshore.service.hooks;

import dev.longshore.service.webhook.SigningSecrets;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * How a hook is asked.
 *
 * @param url what is asked, by POST
 * @param timeout how long the whole answer may take
 * @param failurePolicy what becomes of the upload where there is no answer
 * @param secrets what questions are signed with, or null for no signature
 * @param tls how to connect by https, or null as the JVM does
 * @param headers fields of the client's request that the hook gets to see
 */
public record HookOptions(
    URI url,
    Duration timeout,
    FailurePolicy failurePolicy,
    SigningSecrets secrets,
    SSLContext tls,
    List<String> headers) {

  /** As Kubernetes has it for admission webhooks. */
  public enum FailurePolicy {
    /** The client is told to try again. */
    FAIL,
    /** The upload goes on as if the hook had let it through. */
    IGNORE
  }
}
