package dev.longshore.operator;

import dev.longshore.operator.cluster.KubeApi;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The operator as its image starts it: a process that is told everything by its environment. */
final class OperatorProcess {

  private static final String LOG = "operator.log";

  private OperatorProcess() {}

  /**
   * Starts one.
   *
   * @param heap in MiB
   * @param settings variables
   * @param folder for its log and its kubeconfig
   */
  static Process start(int heap, Map<String, String> settings, Path folder) throws IOException {
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), KubeApi.start().kubeconfig());
    var process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx" + heap + "m",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dlogback.configurationFile=logback.xml",
            Main.class.getName());
    process.environment().keySet().removeIf(name -> name.matches("(LONGSHORE|OTEL)_.*"));
    process.environment().putAll(settings);
    process.environment().put("KUBECONFIG", kubeconfig.toString());
    return process.redirectErrorStream(true).redirectOutput(folder.resolve(LOG).toFile()).start();
  }

  /** What the process in this folder has logged. */
  static String log(Path folder) throws IOException {
    return Files.readString(folder.resolve(LOG));
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
