package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micronaut.http.HttpRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class FailureHandlersTest {

  /** The thread may be another than that of the request. */
  @Test
  void lineSaysWhichUploadItIsAboutInWhicheverThread() {
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var log = (Logger) LoggerFactory.getLogger(FailureHandlers.class);
    log.addAppender(lines);
    try {
      new FailureHandlers()
          .storageFailed()
          .handle(HttpRequest.PATCH("/uploads/abc", ""), new IOException("full"));
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> assertThat(line.getMDCPropertyMap()).containsEntry("uploadId", "abc"));
    assertThat(MDC.get("uploadId")).isNull();
  }
}
