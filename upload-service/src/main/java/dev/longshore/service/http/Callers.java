package dev.longshore.service.http;

import dev.longshore.service.upload.Caller;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Who requests come from: whom they were found to be, or else where they come from. */
@Singleton
final class Callers {

  private static final String ATTRIBUTE = "longshore.caller";

  /** Notes whom a request was found to be from. */
  static void note(HttpRequest<?> request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }

  /** Whose uploads a request is about, as its credentials say; null where nothing says it. */
  static String owner(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Caller.class).map(Caller::owner).orElse(null);
  }

  private final ClientAddress address;

  Callers(ClientAddress address) {
    this.address = address;
  }

  Caller of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, Caller.class)
        .orElseGet(() -> Caller.anonymous(address.network(request)));
  }
}
