package dev.longshore.operator.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the API server has been asked so far, by whomever.
 *
 * @param counts by verb, resource and status code
 */
record ServerRequests(Map<String, Long> counts) {

  private static final Pattern REQUESTS =
      Pattern.compile(
          "apiserver_request_total\\{.*?code=\"(\\d*)\".*?,resource=\"(.*?)\".*?subresource=\"(.*?)\""
              + ".*?verb=\"(.*?)\".*?} (\\S+)");

  static ServerRequests now(KubernetesClient admin) {
    var counts = new TreeMap<String, Long>();
    admin
        .raw("/metrics")
        .lines()
        .map(REQUESTS::matcher)
        .filter(matcher -> matcher.matches())
        .forEach(matcher ->
            counts.merge(
                "%s %s/%s %s"
                    .formatted(
                        matcher.group(4), matcher.group(2), matcher.group(3), matcher.group(1)),
                (long) Double.parseDouble(matcher.group(5)),
                Long::sum));
    return new ServerRequests(counts);
  }

  /** Those since then. */
  Map<String, Long> since(ServerRequests before) {
    var since = new TreeMap<String, Long>();
    counts.forEach((what, count) -> {
      var more = count - before.counts.getOrDefault(what, 0L);
      if (more > 0) {
        since.put(what, more);
      }
    });
    return since;
  }
}
