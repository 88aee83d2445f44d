package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.ForeignApis;
import dev.longshore.operator.cluster.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example is taken, and settles without a difference that GitOps tools would see: by
 * server-side apply, as Flux and Argo CD do it, and by the three-way merge of others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {

  private static final Path EXAMPLES = Path.of("..", "examples");

  private final Cluster cluster = Cluster.create();
  private final Kubectl kubectl = new Kubectl(cluster.namespace());
  private OperatorUnderTest operator;

  @BeforeAll
  void start() {
    new ForeignApis(cluster.admin()).install();
    operator = OperatorUnderTest.watchingAll();
  }

  @AfterAll
  void stop() {
    operator.close();
  }

  static List<Path> examples() throws IOException {
    try (var files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void settlesUnderServerSideApply(Path example) {
    apply(example, "--server-side", "--field-manager=argocd-controller");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void settlesUnderThreeWayMerge(Path example) {
    apply(example);
  }

  private void apply(Path example, String... how) {
    kubectl.must(with(how, "apply", "-f", example.toString()));
    await().until(this::operatorHasSeenAll);

    var difference = kubectl.run(with(how, "diff", "-f", example.toString()));
    assertThat(difference.output()).isEmpty();
    assertThat(difference.code()).isZero();
    kubectl.must(with(how, "apply", "-f", example.toString()));
    kubectl.must("delete", "uploadservices", "--all");
  }

  private boolean operatorHasSeenAll() {
    return cluster
        .admin()
        .resources(UploadService.class)
        .inNamespace(cluster.namespace())
        .list()
        .getItems()
        .stream()
        .allMatch(service ->
            service.getMetadata().getGeneration().equals(service.getStatus().observedGeneration()));
  }

  private static String[] with(String[] how, String... arguments) {
    var all = Arrays.copyOf(arguments, arguments.length + how.length);
    System.arraycopy(how, 0, all, arguments.length, how.length);
    return all;
  }
}
