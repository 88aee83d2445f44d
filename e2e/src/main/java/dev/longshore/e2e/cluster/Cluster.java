package dev.longshore.e2e.cluster;

import com.github.dockerjava.api.exception.NotFoundException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.BindMode;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One Kubernetes node in a container, holding the images that tests and demo run, and the client of
 * a cluster administrator: for the test's own doings, never for the operator's.
 */
public final class Cluster implements AutoCloseable {
  private static final String PRELOADED = "/var/lib/rancher/k3s/agent/images/";

  private final K3sContainer node;
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final NodePorts ports = new NodePorts();

  private Cluster(K3sContainer node, Path kubeconfig) {
    this.node = node;
    this.kubeconfig = kubeconfig;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(node.getKubeConfigYaml()))
            .build();
  }

  /**
   * Starts a node and waits until it is ready.
   *
   * @param name the container's name, and that of the folder under {@code target} for its
   *     kubeconfig
   */
  public static Cluster start(Images images, String name) {
    var image = DockerImageName.parse(images.node()).asCompatibleSubstituteFor("rancher/k3s");
    var node = new K3sContainer(image);
    node.addExposedPorts(NodePorts.ALL);
    // Mounted, because copying some hundred megabytes through the engine's API takes half a minute.
    node.withFileSystemBind(
        images.archive().toString(), PRELOADED + "longshore.tar", BindMode.READ_ONLY);
    node.withCreateContainerCmdModifier(command -> command.withName(name));
    removeLeftover(node, name);
    node.start();
    return new Cluster(node, writeKubeconfig(node, name));
  }

  /** A run that was killed leaves its node behind. */
  private static void removeLeftover(K3sContainer node, String name) {
    try {
      node.getDockerClient()
          .removeContainerCmd(name)
          .withForce(true)
          .withRemoveVolumes(true)
          .exec();
    } catch (NotFoundException none) {
      // the usual case
    }
  }

  private static Path writeKubeconfig(K3sContainer node, String name) {
    try {
      Path folder = Files.createDirectories(Images.root().resolve("target").resolve(name));
      return Files.writeString(folder.resolve("kubeconfig"), node.getKubeConfigYaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public KubernetesClient client() {
    return client;
  }

  /** A file for {@code kubectl --kubeconfig} and Helm. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  NodePorts ports() {
    return ports;
  }

  /** Where a node port is reached from this machine. */
  URI url(int nodePort) {
    return URI.create("http://%s:%d/".formatted(node.getHost(), node.getMappedPort(nodePort)));
  }

  /**
   * Runs a command on the node.
   *
   * @return what it wrote to its standard output
   * @throws IllegalStateException if it failed
   */
  public String run(String... command) {
    try {
      var result = node.execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(
            "%s: %s".formatted(String.join(" ", command), result.getStderr().strip()));
      }
      return result.getStdout();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file on the node. */
  public void write(String path, String text) {
    node.copyFileToContainer(Transferable.of(text), path);
  }

  /** Ends the process of a pod with SIGKILL, so that it can say goodbye to nobody. */
  public void kill(Pod pod) {
    String id = pod.getStatus().getContainerStatuses().getFirst().getContainerID();
    String container = id.substring(id.lastIndexOf('/') + 1);
    run("ctr", "-n", "k8s.io", "tasks", "kill", "-s", "SIGKILL", container);
  }

  /** Stops the API server as a machine that stalls would, connections and all. */
  public void pauseApiServer() {
    signalApiServer("STOP");
  }

  /** Lets it go on. */
  public void resumeApiServer() {
    signalApiServer("CONT");
  }

  /** A process of its own on a node of our build; on K3s, that of the whole node. */
  private void signalApiServer(String signal) {
    run(
        "sh",
        "-c",
        """
        own=$(grep -lzx 'kube-apiserve[r]' /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3)
        kill -%s ${own:-$(pidof k3s)}
        """
            .formatted(signal));
  }

  /** Kubernetes' version, with what the node is made of. */
  public String describe() {
    return "Kubernetes %s on %s"
        .formatted(client.getKubernetesVersion().getGitVersion(), node.getDockerImageName());
  }

  /** Ends the node gently first, so that it leaves no control groups behind. */
  @Override
  public void close() {
    client.close();
    node.getDockerClient().stopContainerCmd(node.getContainerId()).withTimeout(10).exec();
    node.stop();
  }
}
