package dev.longshore.service.http;

import dev.longshore.service.observe.UploadPath;
import io.micronaut.http.HttpRequest;
import org.slf4j.MDC;

/**
 * Has lines that are logged for a request say, as {@code uploadId}, which upload it is about. The
 * thread that serves a request is told once and ends with it: a context that goes along to each
 * thread is entered and left many times in a request, which was seen in how many are served.
 */
final class UploadIdInLogs {

  private static final String KEY = "uploadId";

  private UploadIdInLogs() {}

  /** What lines of this thread say; null if nothing. */
  static String current() {
    return MDC.get(KEY);
  }

  /** For lines of another thread, until this is closed; null if there is nothing to say. */
  static MDC.MDCCloseable during(String uploadId) {
    return uploadId == null ? null : MDC.putCloseable(KEY, uploadId);
  }

  /**
   * For lines about a request in whichever thread: what fails at once may be answered by the thread
   * that waited for it.
   */
  static MDC.MDCCloseable during(HttpRequest<?> request) {
    return during(UploadPath.id(request.getPath()));
  }

  /** Of a request whose path names an upload; to be called in a thread of the request's own. */
  static void note(HttpRequest<?> request) {
    var id = UploadPath.id(request.getPath());
    if (id != null) {
      MDC.put(KEY, id);
    }
  }

  /** Of a request that creates an upload, for the rest of it. */
  static void put(String uploadId) {
    MDC.put(KEY, uploadId);
  }
}
