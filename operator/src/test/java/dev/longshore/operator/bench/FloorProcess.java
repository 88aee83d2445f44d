package dev.longshore.operator.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link Floor} in a process of its own, which does one task after the other. */
final class FloorProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;

  private FloorProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader();
  }

  static FloorProcess start(Path kubeconfig, Population population) {
    var command = new ArrayList<>(OperatorProcess.java());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Floor.class.getName(),
            population.prefix(),
            Integer.toString(population.namespaces()),
            Integer.toString(population.services())));
    var builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    try {
      return new FloorProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it what to do. */
  void begin(Floor.Task task) {
    try {
      process.getOutputStream().write((task + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has done it. */
  void finish() {
    try {
      for (var line = answers.readLine(); !Floor.DONE.equals(line); line = answers.readLine()) {
        if (line == null) {
          throw new IllegalStateException("the floor failed");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
