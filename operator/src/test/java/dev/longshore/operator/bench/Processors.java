package dev.longshore.operator.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Processor time that each process has taken so far, in seconds: who the two cores worked for.
 *
 * @param seconds by name; the bench itself is mostly its stand-in for kubelets
 */
record Processors(Map<String, Double> seconds) {

  /** Now, with this client of the API server beside it. */
  static Processors with(String name, ProcessHandle client) {
    var seconds = new LinkedHashMap<String, Double>();
    seconds.put(name, of(client));
    for (var server : new String[] {"kube-apiserver", "etcd"}) {
      seconds.put(server, child(server).map(Processors::of).orElse(0.0));
    }
    seconds.put("kubelets", of(ProcessHandle.current()));
    return new Processors(seconds);
  }

  /** What was taken since then, as people read it. */
  String since(Processors before) {
    return seconds.entrySet().stream()
        .map(entry ->
            "%s %.1f".formatted(entry.getKey(), entry.getValue() - before.of(entry.getKey())))
        .collect(Collectors.joining(", "));
  }

  private double of(String name) {
    return seconds.getOrDefault(name, 0.0);
  }

  /** Both are one binary, which looks at the name that it was started by. */
  private static Optional<ProcessHandle> child(String name) {
    return ProcessHandle.current()
        .children()
        .filter(child -> ProcessFiles.commandOf(child.pid()).endsWith("/" + name))
        .findFirst();
  }

  private static double of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }
}
