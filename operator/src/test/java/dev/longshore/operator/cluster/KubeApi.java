package dev.longshore.operator.cluster;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * kube-apiserver and etcd as processes of this JVM, started once for all tests. No controller runs
 * beside them: nobody makes pods, and nobody collects garbage.
 */
public final class KubeApi {

  private static final Path DEFAULT_BINARIES = Path.of("..", "e2e", "target", "kube", "bin");

  // What the operator did, request by request: the only proof that it did nothing.
  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived, ResponseStarted]
      rules:
      - level: None
        verbs: [get, list, watch]
      - level: Metadata
      """;

  private static KubeApi running;

  private final KubeAPIServer server;
  private final Path auditLog;

  private KubeApi(Path directory) throws IOException {
    linkBinaries(directory);
    var policy = Files.writeString(directory.resolve("audit-policy.yaml"), AUDIT_POLICY);
    auditLog = directory.resolve("audit.log");
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(directory.toString())
                .withOfflineMode(true)
                .withApiServerFlag("--audit-policy-file", policy.toString())
                .withApiServerFlag("--audit-log-path", auditLog.toString())
                // In megabytes: after 100, it would begin another file while this one is read.
                .withApiServerFlag("--audit-log-maxsize", "10000")
                .build());
    server.start();
  }

  /** The running server; starts it at the first call. */
  public static synchronized KubeApi start() {
    if (running == null) {
      try {
        running =
            new KubeApi(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kube"));
        Runtime.getRuntime().addShutdownHook(new Thread(running.server::stop));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  /** A client that may do everything. */
  public KubernetesClient admin() {
    return new KubernetesClientBuilder().withConfig(config().build()).build();
  }

  /** A client that may do what this ServiceAccount may. */
  public KubernetesClient as(
      String namespace, String serviceAccount, KubernetesSerialization serialization) {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(serialization)
        .withConfig(
            config()
                .withImpersonateUsername(user(namespace, serviceAccount))
                .withImpersonateGroups(
                    "system:serviceaccounts",
                    "system:serviceaccounts:" + namespace,
                    "system:authenticated")
                .build())
        .build();
  }

  /** An administrator's kubeconfig, for processes of their own. */
  public String kubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** The kubectl that belongs to the server. */
  public static Path kubectl() {
    return binaries().resolve("kubectl").toAbsolutePath().normalize();
  }

  static String user(String namespace, String serviceAccount) {
    return "system:serviceaccount:" + namespace + ":" + serviceAccount;
  }

  /** Where the server writes what was asked of it. */
  public Path auditLog() {
    return auditLog;
  }

  List<String> audit() {
    try {
      return Files.exists(auditLog) ? Files.readAllLines(auditLog) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ConfigBuilder config() {
    return new ConfigBuilder(Config.fromKubeconfig(server.getKubeConfigYaml()));
  }

  /** Lays the binaries out as kube-api-test looks for them when it may not download. */
  private static void linkBinaries(Path directory) throws IOException {
    var binaries = binaries();
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var arch = "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64";
    var version =
        Files.createDirectories(directory.resolve("k8s").resolve("1.34.0-" + os + "-" + arch));
    for (var name : List.of("kube-apiserver", "etcd", "kubectl")) {
      Files.createSymbolicLink(
          version.resolve(name), binaries.resolve(name).toAbsolutePath().normalize());
    }
  }

  private static Path binaries() {
    var folder =
        Optional.ofNullable(System.getProperty("longshore.kube.bin"))
            .or(() -> Optional.ofNullable(System.getenv("LONGSHORE_KUBE_BIN")))
            .map(Path::of)
            .orElse(DEFAULT_BINARIES);
    if (!Files.isExecutable(folder.resolve("kube-apiserver"))) {
      throw new IllegalStateException(
          "No kube-apiserver in %s: run `make kube`, or name its folder in LONGSHORE_KUBE_BIN"
              .formatted(folder.toAbsolutePath().normalize()));
    }
    return folder;
  }
}
