package dev.longshore.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The operator as its image runs it: flags, memory limit, AOT cache. */
final class OperatorProcess implements AutoCloseable {

  /** The chart's limit, unless there are so many resources that it takes another. */
  private static final String MEMORY = System.getenv().getOrDefault("BENCH_MEMORY", "220m");

  private static final Path IMAGE = Path.of("..", "images", "operator");

  private final Process process;
  private final int port;
  private final long startedAt = System.nanoTime();

  private OperatorProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one; with a lease if it has a name to lead by. */
  static OperatorProcess start(Path folder, Path kubeconfig, String identity) {
    try {
      var port = freePort();
      var builder = new ProcessBuilder(command(folder));
      builder.environment().keySet().removeIf(name -> name.startsWith("LONGSHORE_"));
      builder
          .environment()
          .putAll(
              Map.of(
                  "KUBECONFIG",
                  kubeconfig.toString(),
                  "MALLOC_ARENA_MAX",
                  "2",
                  "LONGSHORE_UPLOAD_SERVICE_IMAGE",
                  "longshore/upload-service:bench",
                  "LONGSHORE_LEASE_NAMESPACE",
                  "longshore-system",
                  "LONGSHORE_POD_NAME",
                  identity,
                  "LONGSHORE_HEALTH_PORT",
                  Integer.toString(port)));
      var log = folder.resolve(identity + ".log").toFile();
      return new OperatorProcess(
          builder.redirectErrorStream(true).redirectOutput(log).start(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Path folder) {
    var command = new ArrayList<>(java());
    var cache = folder.resolve("operator.aot");
    command.add((Files.exists(cache) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + cache);
    command.add("-cp");
    command.add(System.getProperty("longshore.bench.operator"));
    command.add("dev.longshore.operator.Main");
    return command;
  }

  /** Java as the image starts it, with BENCH_JAVA_OPTIONS for experiments. */
  static List<String> java() {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:Flags=" + IMAGE.resolve("jvm.defaults"),
                "-XX:MaxRAM=" + MEMORY,
                "@" + IMAGE.resolve("jvm.args")));
    var options = System.getenv().getOrDefault("BENCH_JAVA_OPTIONS", "").split(" ");
    Stream.of(options).filter(option -> !option.isEmpty()).forEach(command::add);
    return command;
  }

  long startedAt() {
    return startedAt;
  }

  boolean isReady() {
    return get("/healthz/ready").map(answer -> answer.statusCode() == 200).orElse(false);
  }

  /** The sum of a metric over its labels; 0 if there is none yet. */
  double metric(String name) {
    return get("/metrics").stream()
        .flatMap(answer -> answer.body().lines())
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Optional<HttpResponse<String>> get(String path) {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://localhost:" + port + path);
      return Optional.of(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()));
    } catch (ConnectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Resident memory, in MiB. */
  long residentMebibytes() {
    return ProcessFiles.mebibytes(process.pid(), "VmRSS");
  }

  /** Of these, pages of files, which the machine can take back: code and the AOT cache. */
  long filePagesMebibytes() {
    return ProcessFiles.mebibytes(process.pid(), "RssFile");
  }

  /** The most that it ever was, in MiB. */
  long peakMebibytes() {
    return ProcessFiles.mebibytes(process.pid(), "VmHWM");
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Ends it as Kubernetes does. */
  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
