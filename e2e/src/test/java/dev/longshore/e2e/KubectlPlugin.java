package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The plugin's real binary, as {@code build/kubectl-longshore} made it, at a cluster.
 *
 * @param kubeconfig of the cluster
 * @param namespace that it is asked about
 * @param folder where it runs
 */
record KubectlPlugin(Path kubeconfig, String namespace, Path folder) {

  private static final Path BINARY = Images.root().resolve("target/kubectl-longshore");

  private static final Path KUBECTL = Images.root().resolve("e2e/target/kube/bin/kubectl");

  /** What came of a run. */
  record Printed(int code, String out, String errors) {}

  static KubectlPlugin at(Cluster cluster, String namespace, Path folder) {
    assertThat(BINARY).as("build/kubectl-longshore makes it").isExecutable();
    return new KubectlPlugin(cluster.kubeconfig(), namespace, folder);
  }

  /** Runs it with words that have no blanks in them. */
  Printed run(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(BINARY.toString()));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "-n", namespace));
    command.addAll(List.of(arguments.split(" ")));
    return run(new ProcessBuilder(command), arguments);
  }

  /** The same by {@code kubectl longshore}, which finds it on the path as that of its users. */
  Printed runByKubectl(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(KUBECTL.toString(), "longshore"));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-n", namespace));
    var builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder
        .environment()
        .merge("PATH", BINARY.getParent().toString(), (path, own) -> own + ":" + path);
    return run(builder, arguments);
  }

  private Printed run(ProcessBuilder builder, String arguments)
      throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "out", "");
    var errors = Files.createTempFile(folder, "errors", "");
    var process =
        builder
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(arguments + " took more than a minute");
    }
    return new Printed(process.exitValue(), Files.readString(out), Files.readString(errors));
  }
}
