package dev.longshore.operator.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real kubectl, as people and GitOps tools use it, in one namespace. */
public final class Kubectl {

  private final Path config;
  private final String namespace;

  public Kubectl(String namespace) {
    this.namespace = namespace;
    try {
      config = Files.createTempFile(Path.of("target"), "kubeconfig", ".yaml").toAbsolutePath();
      Files.writeString(config, KubeApi.start().kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command came to. */
  public record Result(int code, String output) {}

  /** Runs a command to its end, however it ends. */
  public Result run(String... arguments) {
    var command =
        Stream.concat(
                Stream.of(KubeApi.kubectl().toString(), "-n", namespace), Stream.of(arguments))
            .toList();
    try {
      return run(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command that has to succeed. */
  public String must(String... arguments) {
    var result = run(arguments);
    if (result.code() != 0) {
      throw new AssertionError("kubectl " + List.of(arguments) + ": " + result.output());
    }
    return result.output();
  }

  /**
   * Has the API server take what a file, or a folder with a kustomization, holds, and keep nothing
   * of it. Fields that it does not know are errors.
   *
   * @return what it would have done
   */
  public String mustTake(Path path) {
    return must(
        "apply",
        "--server-side",
        "--force-conflicts",
        "--dry-run=server",
        "--validate=strict",
        Files.isDirectory(path) ? "-k" : "-f",
        path.toString());
  }

  private Result run(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", config.toString());
    var process = builder.start();
    process.getOutputStream().close();
    var output =
        CompletableFuture.supplyAsync(() -> {
          try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " took longer than a minute");
    }
    return new Result(process.exitValue(), output.join());
  }
}
