package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Kubectl;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes {@code target/manifests}, of which {@code make manifests} speaks, and tries it. */
class InstallManifestIT {

  private static final Path FOLDER = Path.of("..", "target", "manifests");

  @Test
  void isWholeAndKnowsNothingOfHelm() throws IOException {
    InstallManifest.write(FOLDER);
    assertThat(InstallManifest.yaml()).doesNotContainIgnoringCase("helm");

    // A dry run makes no namespace for what comes after it.
    Cluster.create();
    var kubectl = new Kubectl("");
    var built = kubectl.must("kustomize", FOLDER.toString());
    assertThat(built)
        .contains("kind: Namespace", "kind: CustomResourceDefinition", "kind: Deployment");
    var applied = kubectl.mustTake(FOLDER);
    assertThat(applied).contains("deployment.apps/longshore-operator serverside-applied");
  }
}
