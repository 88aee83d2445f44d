package dev.longshore.service.access;

import dev.longshore.service.upload.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets each client fail only so often, so that nobody tries one credential after the other. Who
 * failed too often is not looked at for a while, unless with credentials that were good before: so
 * a client that guesses locks out nobody behind the same address who works already.
 */
public final class LimitedFailures implements Authenticator {

  private static final int MOST_KNOWN = 10_000;

  private final Authenticator authenticator;
  private final List<String> fields;
  private final RequestRate failures;
  private final Set<ByteBuffer> good = ConcurrentHashMap.newKeySet();

  /**
   * @param fields of a request that credentials are in
   * @param failures how often a client may fail
   */
  public LimitedFailures(Authenticator authenticator, List<String> fields, RequestRate failures) {
    this.authenticator = authenticator;
    this.fields = fields;
    this.failures = failures;
  }

  @Override
  public Caller authenticate(AccessRequest request) throws IOException, InterruptedException {
    var credentials = digest(request);
    if (credentials == null) {
      return authenticator.authenticate(request); // Nothing is guessed.
    }
    return good.contains(credentials)
        ? goodBefore(request, credentials)
        : unknown(request, credentials);
  }

  private Caller goodBefore(AccessRequest request, ByteBuffer credentials)
      throws IOException, InterruptedException {
    try {
      return authenticator.authenticate(request);
    } catch (AccessRefusedException e) {
      if (isFailure(e)) {
        good.remove(credentials);
      }
      throw e;
    }
  }

  /** Counted as a failure before it is known, so that trying many at once does not help. */
  private Caller unknown(AccessRequest request, ByteBuffer credentials)
      throws IOException, InterruptedException {
    var client = request.client().get();
    var wait = failures.take(client);
    if (wait.isPositive()) {
      throw tooMany(wait);
    }
    boolean failed = false;
    try {
      var caller = authenticator.authenticate(request);
      remember(credentials);
      return caller;
    } catch (AccessRefusedException e) {
      failed = isFailure(e);
      throw e;
    } finally {
      if (!failed) {
        failures.giveBack(client);
      }
    }
  }

  private static boolean isFailure(AccessRefusedException e) {
    return e.refusal() instanceof AccessRefusal.Unauthenticated;
  }

  private static AccessRefusedException tooMany(Duration wait) {
    return new AccessRefusedException(
        new AccessRefusal.TooManyFailures(
            "Too many credentials from where you are were not good. Wait before you send others.",
            wait));
  }

  private void remember(ByteBuffer credentials) {
    if (good.size() >= MOST_KNOWN) {
      good.clear(); // Those still in use come again.
    }
    good.add(credentials);
  }

  /** Enough to know them again, and no more; null if there are none. */
  private ByteBuffer digest(AccessRequest request) {
    var text = new StringBuilder();
    for (var field : fields) {
      var values = request.headers().apply(field);
      if (!values.isEmpty()) {
        text.append(field).append(values);
      }
    }
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return bytes.length == 0 ? null : ByteBuffer.wrap(Sha256.begin().digest(bytes));
  }

  @Override
  public void close() {
    authenticator.close();
  }
}
