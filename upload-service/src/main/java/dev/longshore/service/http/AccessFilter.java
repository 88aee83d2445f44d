package dev.longshore.service.http;

import dev.longshore.service.access.AccessRequest;
import dev.longshore.service.access.Authenticator;
import dev.longshore.service.upload.Owners;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import java.io.IOException;

/**
 * Lets nothing of {@code /uploads} be reached by somebody who may not: whatever the method, and
 * whichever way its body comes. Only what browsers ask before is open, since they ask it without
 * credentials (Fetch, "CORS-preflight request").
 */
@ServerFilter("/uploads/**")
@Requires(beans = Authenticator.class)
final class AccessFilter implements Ordered {

  private final Authenticator authenticator;
  private final Owners owners;
  private final ClientAddress address;

  AccessFilter(Authenticator authenticator, Owners owners, ClientAddress address) {
    this.authenticator = authenticator;
    this.owners = owners;
    this.address = address;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.order();
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.VIRTUAL)
  void authenticate(HttpRequest<?> request) throws IOException, InterruptedException {
    if (request.getMethod() == HttpMethod.OPTIONS) {
      return;
    }
    UploadIdInLogs.note(request);
    var caller = authenticator.authenticate(asked(request));
    Callers.note(request, caller);
    // As the route has it: what is checked is what is served, however it was written.
    RouteAttributes.getRouteMatch(request)
        .map(match -> match.getVariableValues().get("id"))
        .ifPresent(id -> owners.require(caller, id.toString()));
  }

  private AccessRequest asked(HttpRequest<?> request) {
    var headers = request.getHeaders();
    return new AccessRequest(
        request.getMethodName(),
        request.getUri().toString(),
        headers::getAll,
        address.of(request),
        () -> address.network(request),
        request.isSecure());
  }
}
