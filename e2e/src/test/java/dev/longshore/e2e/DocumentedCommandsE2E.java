package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.Documents.Block;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.cluster.OperatorChart;
import dev.longshore.e2e.workspace.Workspace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what README and {@code docs/} tell a person to type, as it stands there. It is the last on
 * the cluster, because one of the commands removes the CRD and with it every UploadService.
 */
@ExtendWith(OnCluster.class)
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentedCommandsE2E {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String NAMESPACE = "docs";
  private static final String INSTALL = "docs/install.md";
  private static final String TROUBLE = "What an UploadService says when something is wrong";

  /**
   * Languages of blocks: commands, and commands with what they print, which their own test
   * compares.
   */
  private static final String COMMANDS = "sh";

  private static final String PRINTED = "console";

  /** By file and section, and why. */
  private static final Map<String, String> RUN_BY_OTHERS =
      Map.of(
          "README.md, Two commands", "build/test, which is make test, also runs the demo",
          "docs/install.md, Releases", "nothing was released yet");

  /** What stands in sentences, made whole. */
  private static final List<String> IN_SENTENCES =
      List.of(
          "kubectl explain uploadservice.spec",
          "kubectl describe pvc",
          "kubectl describe pods",
          "kubectl scale uploadservice media --replicas 2");

  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z0-9-]+):");

  private static final Set<Block> RUN = new HashSet<>();

  @TempDir static Path folder;

  @Test
  @Order(1)
  void theServiceAlone() throws Exception {
    int port = freePort();
    var environment = new HashMap<>(Map.of("LONGSHORE_READ_ENABLED", "true"));
    var log = folder.resolve("service.log");
    var service =
        new Shell(Images.root(), environment)
            .start("make run PORT=%d DATA=%s".formatted(port, folder.resolve("data")), log);
    try {
      await("make run")
          .atMost(PATIENCE)
          .until(() -> Files.readString(log).contains("localhost:" + port + "/uploads"));
      var shell = new Shell(folder, environment);
      runAt(port, shell, "README.md", "Uploading");
      assertThat(folder.resolve("data/videos/a.mp4")).hasContent("hello world");

      environment.put("ID", create(shell, port, 5));
      runAt(port, shell, "docs/protocols.md", "Checksums");
      runAt(port, shell, "docs/reading.md", "Reading what was uploaded");
      assertThat(folder.resolve("content")).hasContent("hello");
    } finally {
      Shell.end(service);
    }
  }

  @Test
  @Order(2)
  void theTests() throws Exception {
    run(new Shell(Images.root(), Map.of()), "docs/developing.md", "Building");
  }

  @Test
  @Order(3)
  void theOperator(Cluster cluster) throws Exception {
    OperatorChart.uninstall(cluster);
    try (var workspace = Workspace.create(cluster, Images.built(), NAMESPACE)) {
      nameRedisAsDocumented(cluster, workspace);
      create(cluster, "argocd", "team-a", "team-b");
      var shell = shellIn(cluster);

      // What another Helm has left.
      run(shell, INSTALL, "Uninstalling", 1);
      run(shell, INSTALL, "Uninstalling", 0);
      run(shell, INSTALL, "Uninstalling", 2);

      run(shell, "README.md", "An UploadService");
      shell.run("kubectl wait uploadservice media --for condition=Ready --timeout 120s");
      assertThat(run(shell, "docs/troubleshooting.md", TROUBLE)).contains("AllPodsReady");
      for (var command : IN_SENTENCES) {
        shell.run(command);
      }
      run(shell, "docs/gitops.md", "Argo CD");

      run(shell, INSTALL, "Is it well?");
      run(shell, INSTALL, "Upgrading");
      run(shell, INSTALL, "Uninstalling", 0);
      run(shell, INSTALL, "In three scopes", 1);
      works(shell);
      assertThat(mayReadSecrets(shell, "team-a", "team-b", NAMESPACE))
          .containsExactly("team-a", "team-b");
      run(shell, INSTALL, "Uninstalling", 0);
      shell.run(
          "helm install longshore helm/longshore --namespace longshore-system"
              + " --set 'watchNamespaces={longshore-system}'");
      works(shell);
      assertThat(mayReadSecrets(shell, OperatorChart.NAMESPACE, NAMESPACE))
          .containsExactly(OperatorChart.NAMESPACE);
      run(shell, INSTALL, "Uninstalling", 0);
      run(shell, INSTALL, "In three scopes", 0);
      works(shell);
      assertThat(mayReadSecrets(shell, NAMESPACE)).containsExactly(NAMESPACE);
      run(shell, INSTALL, "Uninstalling", 0);
      run(shell, INSTALL, "Uninstalling", 2);

      run(shell, INSTALL, "In three scopes", 2);
      works(shell);
    }
  }

  /** The operator runs, in a namespace that enforces restricted Pod Security. */
  private static void works(Shell shell) throws Exception {
    shell.run(
        "kubectl --namespace longshore-system rollout status deployment/longshore-operator"
            + " --timeout 90s");
  }

  /** Those of these namespaces whose Secrets the operator may read. */
  private static List<String> mayReadSecrets(Shell shell, String... namespaces) throws Exception {
    var may = new ArrayList<String>();
    for (var namespace : namespaces) {
      var answer =
          shell.run(
              "kubectl auth can-i list secrets --namespace %s --as %s || true"
                  .formatted(
                      namespace, "system:serviceaccount:longshore-system:longshore-operator"));
      if (answer.strip().equals("yes")) {
        may.add(namespace);
      }
    }
    return may;
  }

  @AfterAll
  static void nothingIsLeftOut() throws IOException {
    var blocks = Documents.blocks();
    assertThat(blocks)
        .allSatisfy(block -> assertThat(block.language()).as("%s", block).isNotEmpty());
    assertThat(blocks)
        .as("commands that nobody has run")
        .filteredOn(block -> isOf(COMMANDS, block))
        .filteredOn(block -> !RUN_BY_OTHERS.containsKey(place(block)))
        .filteredOn(block -> !RUN.contains(block))
        .isEmpty();
    var known = known(blocks);
    assertThat(Documents.inline())
        .as("commands in sentences that are not the beginning of one that is run")
        .filteredOn(inline -> known.stream().noneMatch(line -> line.startsWith(beginning(inline))))
        .isEmpty();
  }

  /** Each line that a person may type, of blocks and of the Makefile. */
  private static List<String> known(List<Block> blocks) throws IOException {
    var lines = new ArrayList<>(IN_SENTENCES);
    for (var block : blocks) {
      if (isOf(COMMANDS, block) || isOf(PRINTED, block)) {
        block.text().lines().map(line -> line.replaceFirst("^\\$ ", "")).forEach(lines::add);
      }
    }
    TARGET
        .matcher(Files.readString(Images.root().resolve("Makefile")))
        .results()
        .forEach(target -> lines.add("make " + target.group(1)));
    return lines;
  }

  /** What stands before the first word that a reader has to fill in. */
  private static String beginning(Block inline) {
    return inline.text().replaceFirst(" (\\.\\.\\.|<).*", "");
  }

  private static boolean isOf(String language, Block block) {
    return block.language().equals(language);
  }

  private static String place(Block block) {
    return block.file() + ", " + block.section();
  }

  /** Runs all commands of a section. */
  private static String run(Shell shell, String file, String section) throws Exception {
    var printed = new StringBuilder();
    for (var block : commands(file, section)) {
      printed.append(run(shell, block, block.text()));
    }
    return printed.toString();
  }

  /** Runs one of the blocks of a section, counted from 0. */
  private static void run(Shell shell, String file, String section, int index) throws Exception {
    var block = commands(file, section).get(index);
    run(shell, block, block.text());
  }

  /** Runs all commands of a section at a service that listens elsewhere. */
  private static void runAt(int port, Shell shell, String file, String section) throws Exception {
    for (var block : commands(file, section)) {
      run(shell, block, block.text().replace("localhost:8080", "localhost:" + port));
    }
  }

  private static String run(Shell shell, Block block, String text) throws Exception {
    var printed = shell.run(text);
    RUN.add(block);
    return printed;
  }

  private static List<Block> commands(String file, String section) throws IOException {
    var blocks =
        Documents.blocks().stream()
            .filter(block -> isOf(COMMANDS, block))
            .filter(block -> block.file().equals(file) && block.section().equals(section))
            .toList();
    assertThat(blocks).as("%s, %s", file, section).isNotEmpty();
    return blocks;
  }

  private static String create(Shell shell, int port, int size) throws Exception {
    var created =
        "curl -sf localhost:%d/uploads -H 'Content-Type: application/json' -d '{\"totalSize\":%d}'";
    return shell.run((created + " | jq -r .uploadId").formatted(port, size)).strip();
  }

  /** A kubeconfig of its own, so that commands need no namespace. */
  private static Shell shellIn(Cluster cluster) throws Exception {
    var kubeconfig = Files.copy(cluster.kubeconfig(), folder.resolve("kubeconfig"));
    var shell = new Shell(Images.root(), Map.of("KUBECONFIG", kubeconfig.toString()));
    shell.run("kubectl config set-context --current --namespace " + NAMESPACE);
    return shell;
  }

  /** README's connection string is my-redis:6379,password=... */
  private static void nameRedisAsDocumented(Cluster cluster, Workspace workspace) {
    cluster
        .client()
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("my-redis")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "redis")
                .addNewPort()
                .withPort(6379)
                .endPort()
                .endSpec()
                .build())
        .create();
    workspace.redis().cli("ACL", "SETUSER", "default", "resetpass", ">...");
  }

  private static void create(Cluster cluster, String... namespaces) {
    for (var namespace : namespaces) {
      cluster
          .client()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
