package dev.longshore.service.server;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test during which a service in this process logged a secret, from DEBUG on. JUnit and
 * Logback find it by themselves, so that no test needs to think of it.
 */
public final class QuietLog extends AppenderBase<ILoggingEvent> implements AfterEachCallback {

  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
  private static final AtomicReference<AssertionError> FOUND = new AtomicReference<>();

  private PatternLayoutEncoder encoder;

  /** What a server is told: the secrets among it must not be logged from now on. */
  static void never(Map<String, String> properties) {
    SECRETS.addAll(LoggedSecrets.values(properties));
  }

  /** How lines look. */
  public void setEncoder(PatternLayoutEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  protected void append(ILoggingEvent event) {
    try {
      LoggedSecrets.requireNone(new String(encoder.encode(event), StandardCharsets.UTF_8), SECRETS);
    } catch (AssertionError e) {
      FOUND.compareAndSet(null, e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var found = FOUND.getAndSet(null);
    if (found != null) {
      throw found;
    }
  }
}
