package dev.longshore.e2e;

import dev.longshore.e2e.cluster.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A person's shell: Bash with kubectl and Helm as the build made them.
 *
 * @param folder where commands run
 * @param environment of them, beside this process's own
 */
record Shell(Path folder, Map<String, String> environment) {
  private static final long PATIENCE_SECONDS = 240;

  /** Runs commands one after the other until one fails, and returns what they printed. */
  String run(String commands) throws IOException, InterruptedException {
    var out = Files.createTempFile("shell", ".out");
    try {
      var process = start(commands, out);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        end(process);
        throw new AssertionError(commands + "\ntakes too long:\n" + Files.readString(out));
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(commands + "\nfailed:\n" + Files.readString(out));
      }
      return Files.readString(out);
    } finally {
      Files.delete(out);
    }
  }

  /** Starts commands without waiting for them. */
  Process start(String commands, Path out) throws IOException {
    var builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", tools(), (path, tools) -> tools + ":" + path);
    return builder.start();
  }

  /** Ends a command and what it started. */
  static void end(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  private static String tools() {
    return Images.root().resolve("e2e/target/kube/bin")
        + ":"
        + Images.root().resolve("target/helm");
  }
}
