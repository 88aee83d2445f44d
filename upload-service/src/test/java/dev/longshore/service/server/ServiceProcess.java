package dev.longshore.service.server;

import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.client.Wire;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The service in a process of its own, configured as a pod is: by its environment. */
public final class ServiceProcess implements AutoCloseable {

  private static final Pattern ADDRESS =
      // Logged as JSON, slashes may be escaped.
      Pattern.compile("uploads: http:[\\\\/]+[^:/]+:(\\d+)[\\\\/]+uploads");

  private final Process process;
  private final Path log;
  private final Map<String, String> environment;
  private final URI uri;

  private ServiceProcess(Process process, Path log, Map<String, String> environment) {
    this.process = process;
    this.log = log;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    this.uri = URI.create("http://127.0.0.1:" + port());
  }

  /** Starts the service with the flags of its image and waits until it listens. */
  public static ServiceProcess start(Path folder, Map<String, String> environment, String... flags)
      throws IOException {
    var log = Files.createTempFile("longshore-service-", ".log");
    return new ServiceProcess(launch(log, folder, environment, flags), log, environment);
  }

  /** Starts the service where it is expected to end by itself, and says what it printed. */
  public static String failToStart(Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    var log = Files.createTempFile("longshore-service-", ".log");
    var process = launch(log, folder, environment);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("the service started: " + Files.readString(log));
    }
    var text = Files.readString(log);
    if (process.exitValue() == 0) {
      throw new AssertionError("the service ended as if nothing were wrong: " + text);
    }
    LoggedSecrets.requireNone(text, environment);
    return text;
  }

  private static Process launch(
      Path log, Path folder, Map<String, String> environment, String... flags) throws IOException {
    var command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java") + ""));
    command.add("@../images/upload-service/jvm.args");
    // Short lives are not worth compiling twice.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath(), "dev.longshore.service.Application"));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LONGSHORE_") || name.startsWith("MICRONAUT_"));
    builder.environment().put("MICRONAUT_SERVER_PORT", "-1");
    builder.environment().put("LONGSHORE_STORAGE_FILESYSTEM_PATH", folder.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** That of this JVM without what belongs to tests only. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private int port() {
    var found = ADDRESS.matcher("");
    await("the service to start")
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("the service ended: " + log());
          }
          return found.reset(log()).find();
        });
    return Integer.parseInt(found.group(1));
  }

  public URI uri() {
    return uri;
  }

  public UploadClient client() {
    return new UploadClient(uri);
  }

  public Wire wire() throws IOException {
    return new Wire(uri);
  }

  public long pid() {
    return process.pid();
  }

  /** What it printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The most memory it ever had in use, in MiB. */
  public long peakMemory() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      var line = lines.filter(text -> text.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
    }
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** SIGSTOP: as a machine that stalls. */
  public void pause() {
    signal("-STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String name) {
    run("kill", name, Long.toString(pid()));
  }

  /** Collects garbage, so that what nobody holds shows. */
  public void collectGarbage() {
    run(
        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
        Long.toString(pid()),
        "GC.run");
  }

  private static void run(String... command) {
    try {
      var started = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(started.getInputStream().readAllBytes());
      if (started.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for its end; false if it goes on. */
  public boolean ends(Duration within) throws InterruptedException {
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    var text = log();
    Files.deleteIfExists(log);
    LoggedSecrets.requireNone(text, environment);
  }
}
