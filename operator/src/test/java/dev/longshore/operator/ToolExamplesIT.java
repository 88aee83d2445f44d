package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Kubectl;
import dev.longshore.operator.cluster.ToolApis;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Argo CD, Flux and OLM are given is what their own CRDs allow, to the last field. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolExamplesIT {

  private static final Path ROOT = Path.of("..");

  private final Kubectl kubectl = new Kubectl("");

  @BeforeAll
  void installTheirApis() {
    var admin = Cluster.create().admin();
    ToolApis.install(admin);
    for (var name : List.of("argocd", "flux-system")) {
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "examples/argocd/application.yaml",
        "examples/flux/operator.yaml",
        "examples/flux/kustomizations.yaml",
        "olm/manifests/longshore.clusterserviceversion.yaml",
        "olm/manifests/uploadservices.longshore.dev.yaml"
      })
  void isTaken(String file) {
    kubectl.mustTake(ROOT.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"examples/argocd/application.yaml", "examples/flux/operator.yaml"})
  void itsValuesAreTheCharts(String file) throws IOException {
    var yaml = new YAMLMapper();
    var values =
        yaml
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(ROOT.resolve(file).toFile())
            .readAll()
            .stream()
            .flatMap(document ->
                List.of(document.at("/spec/source/helm/valuesObject"), document.at("/spec/values"))
                    .stream())
            .filter(JsonNode::isObject)
            .toList();
    assertThat(values)
        .singleElement()
        .satisfies(found ->
            assertThat(Chart.render(yaml.writeValueAsString(found)))
                .hasAtLeastOneElementOfType(Deployment.class));
  }
}
