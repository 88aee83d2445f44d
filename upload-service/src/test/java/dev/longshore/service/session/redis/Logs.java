package dev.longshore.service.session.redis;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, down to a level, with stack traces. */
final class Logs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();

  static Logs capture(Level level) {
    var logs = new Logs();
    logs.setContext(logs.root.getLoggerContext());
    logs.start();
    // Captured, but not printed: DEBUG of a network library is a lot.
    logs.root.iteratorForAppenders().forEachRemaining(appender -> appender.stop());
    logs.root.addAppender(logs);
    logs.root.setLevel(level);
    return logs;
  }

  List<String> lines() {
    return lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    var line = event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage();
    var thrown = event.getThrowableProxy();
    lines.add(thrown == null ? line : line + "\n" + ThrowableProxyUtil.asString(thrown));
  }

  @Override
  public void close() {
    root.setLevel(before);
    root.detachAppender(this);
    root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
    stop();
  }
}
