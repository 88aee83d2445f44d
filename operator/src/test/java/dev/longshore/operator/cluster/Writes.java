package dev.longshore.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** What one user wrote since a moment, from the API server's audit log. */
public final class Writes {

  private static final ObjectMapper JSON = new ObjectMapper();

  // A leader's heartbeat, and asking what one may do.
  private static final Set<String> UNCOUNTED = Set.of("leases", "selfsubjectrulesreviews");

  private final KubeApi api;
  private final String user;
  private final int since;

  private Writes(KubeApi api, String user) {
    this.api = api;
    this.user = user;
    this.since = api.audit().size();
  }

  /** Counts from now on. */
  public static Writes since(KubeApi api, String namespace, String serviceAccount) {
    return new Writes(api, KubeApi.user(namespace, serviceAccount));
  }

  /** Each as "verb resource/subresource namespace/name code". */
  public List<String> list() {
    return api.audit().stream()
        .skip(since)
        .map(Writes::parse)
        .filter(entry -> user.equals(entry.path("impersonatedUser").path("username").asText()))
        .filter(entry -> !UNCOUNTED.contains(entry.path("objectRef").path("resource").asText()))
        .map(Writes::describe)
        .toList();
  }

  private static String describe(JsonNode entry) {
    var object = entry.path("objectRef");
    var subresource = object.path("subresource").asText();
    return "%s %s%s %s/%s %d"
        .formatted(
            entry.path("verb").asText(),
            object.path("resource").asText(),
            subresource.isEmpty() ? "" : "/" + subresource,
            object.path("namespace").asText(),
            object.path("name").asText(),
            entry.path("responseStatus").path("code").asInt());
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
