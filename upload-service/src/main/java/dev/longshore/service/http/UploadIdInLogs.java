package dev.longshore.service.http;

import dev.longshore.service.observe.UploadPath;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.slf4j.MDC;

/**
 * Has every line that is logged for a request say, as {@code uploadId}, which upload it is about.
 */
@ServerFilter("/uploads/**")
final class UploadIdInLogs {

  private static final String KEY = "uploadId";

  /** Goes along with the request to the threads that work for it. */
  private record Element(String uploadId) implements ThreadPropagatedContextElement<String> {

    @Override
    public String updateThreadContext() {
      var before = MDC.get(KEY);
      MDC.put(KEY, uploadId);
      return before;
    }

    @Override
    public void restoreThreadContext(String before) {
      if (before == null) {
        MDC.remove(KEY);
      } else {
        MDC.put(KEY, before);
      }
    }
  }

  @RequestFilter
  void note(HttpRequest<?> request, MutablePropagatedContext context) {
    var id = UploadPath.id(request.getPath());
    if (id != null) {
      context.add(new Element(id));
    }
  }

  /** For the rest of a request that creates an upload; its thread ends with it. */
  static void put(String uploadId) {
    MDC.put(KEY, uploadId);
  }
}
