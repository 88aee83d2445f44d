package dev.longshore.service.access;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is looked at of a request to learn whose it is. Never its body.
 *
 * @param method HTTP method
 * @param uri path and query
 * @param headers values of a field by its name, in any case; empty if it is not there
 * @param remoteAddress of the other end of the connection
 * @param client what to count by: that address, or the network that it is of
 * @param secure whether that is encrypted
 */
public record AccessRequest(
    String method,
    String uri,
    Function<String, List<String>> headers,
    String remoteAddress,
    Supplier<String> client,
    boolean secure) {

  /** Without fields, some of which are secrets. */
  @Override
  public String toString() {
    return method + " " + uri;
  }
}
