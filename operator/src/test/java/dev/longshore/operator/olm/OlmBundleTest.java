package dev.longshore.operator.olm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.longshore.operator.config.OperatorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed bundle is what chart, CRD and examples say, and OLM's own library takes it. */
class OlmBundleTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir private Path folder;

  @Test
  void committedVersionIsWhatTheChartSays() throws IOException {
    expect(OlmBundle.VERSION, OlmBundle.clusterServiceVersion());
  }

  @Test
  void committedDefinitionIsTheChartsOne() throws IOException {
    expect(OlmBundle.DEFINITION, OlmBundle.definition());
  }

  @Test
  void olmsLibraryHasNothingAgainstIt() throws Exception {
    assertThat(BundleValidator.in(folder).problems(OlmBundle.FOLDER)).isEmpty();
  }

  @Test
  void whatOlmDoesNotKnowIsFound() throws Exception {
    var copy = Files.createDirectories(folder.resolve("bundle/manifests")).getParent();
    Files.createDirectories(copy.resolve("metadata"));
    for (var file :
        new String[] {"metadata/annotations.yaml", "manifests/uploadservices.longshore.dev.yaml"}) {
      Files.copy(OlmBundle.FOLDER.resolve(file), copy.resolve(file));
    }
    Files.writeString(
        copy.resolve("manifests/longshore.clusterserviceversion.yaml"),
        Files.readString(OlmBundle.VERSION).replace("installModes:", "installModi:"));
    assertThat(BundleValidator.in(folder).problems(copy))
        .contains("install modes not found")
        .contains("installModi");
  }

  @Test
  void theImageSaysWhatTheBundleSays() throws IOException {
    var labels = new Properties();
    try (var lines = Files.lines(OlmBundle.FOLDER.resolve("bundle.Dockerfile"))) {
      lines
          .filter(line -> line.startsWith("LABEL "))
          .map(line -> line.substring("LABEL ".length()).split("=", 2))
          .forEach(label -> labels.put(label[0], label[1]));
    }
    var annotations =
        YAML.readTree(OlmBundle.FOLDER.resolve("metadata/annotations.yaml").toFile())
            .get("annotations");
    assertThat(YAML.convertValue(annotations, Map.class)).isEqualTo(labels);
  }

  /**
   * All, several or one namespace: what OLM writes into the annotation is what the operator reads.
   */
  @Test
  void watchesWhatTheOperatorGroupSays() throws IOException {
    assertThat(watched("")).isEmpty();
    assertThat(watched("apps")).containsExactly("apps");
    assertThat(watched("team-a,team-b")).containsExactlyInAnyOrder("team-a", "team-b");
  }

  private static Iterable<String> watched(String targetNamespaces) throws IOException {
    var fields =
        Map.of(
            "metadata.annotations['olm.targetNamespaces']", targetNamespaces,
            "metadata.namespace", "operators",
            "metadata.name", "longshore-operator-1",
            "metadata.uid", "5f0e");
    var environment =
        YAML.readTree(OlmBundle.VERSION.toFile())
            .at("/spec/install/spec/deployments/0/spec/template/spec/containers/0/env")
            .valueStream()
            .collect(
                Collectors.toMap(
                    variable -> variable.get("name").asText(),
                    variable -> value(variable, fields)));
    var config = OperatorConfig.from(environment);
    assertThat(config.lease().orElseThrow().namespace()).isEqualTo("operators");
    return config.watchNamespaces();
  }

  private static String value(JsonNode variable, Map<String, String> fields) {
    return variable.has("value")
        ? variable.get("value").asText()
        : fields.get(variable.at("/valueFrom/fieldRef/fieldPath").asText());
  }

  private static void expect(Path committed, String generated) throws IOException {
    if (Boolean.getBoolean("longshore.generate")) {
      Files.writeString(committed, generated);
    }
    assertThat(committed)
        .as(
            "%s no longer fits chart, CRD and examples; run ./mvnw -pl operator -am test"
                + " -Dtest=OlmBundleTest -Dlongshore.generate=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false and commit",
            committed.getFileName())
        .hasContent(generated);
  }
}
