package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Artifact Hub is told in Chart.yaml is what the chart does. */
class ChartMetadataIT {

  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void namesTheImagesThatAreUsed() throws IOException {
    var rendered = Rendered.with("{}");
    assertThat(annotation("images").findValuesAsText("image"))
        .containsExactly(
            rendered.container().getImage(), rendered.variable("LONGSHORE_UPLOAD_SERVICE_IMAGE"));
  }

  @Test
  void namesTheCrdThatIsInstalled() throws IOException {
    var crd = Rendered.with("{}").only(CustomResourceDefinition.class);
    var named = annotation("crds").get(0);
    assertThat(named.get("name").asText()).isEqualTo(crd.getMetadata().getName());
    assertThat(named.get("kind").asText()).isEqualTo(crd.getSpec().getNames().getKind());
    assertThat(named.get("version").asText())
        .isEqualTo(crd.getSpec().getVersions().getFirst().getName());
  }

  @Test
  void itsExampleIsTaken() throws IOException {
    var example = YAML.writeValueAsString(annotation("crdsExamples").get(0));
    var cluster = Cluster.create();
    assertThat(
            cluster
                .admin()
                .resource(Serialization.unmarshal(example, UploadService.class))
                .inNamespace(cluster.namespace())
                .dryRun()
                .create())
        .isNotNull();
  }

  @Test
  void itsChangesAreOfKindsThatAreKnown() throws IOException {
    assertThat(annotation("changes").findValuesAsText("kind"))
        .isNotEmpty()
        .allMatch(
            Set.of("added", "changed", "deprecated", "removed", "fixed", "security")::contains);
  }

  private static JsonNode annotation(String name) throws IOException {
    var chart = YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
    return YAML.readTree(chart.get("annotations").get("artifacthub.io/" + name).asText());
  }
}
