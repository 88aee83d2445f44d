package dev.longshore.operator.olm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server takes the objects that OLM makes of the bundle. */
class OlmOnServerIT {

  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir private Path folder;

  @Test
  void rightsAndPodsAreTaken() throws IOException {
    var cluster = Cluster.create();
    cluster
        .admin()
        .namespaces()
        .withName(cluster.namespace())
        .edit(namespace -> {
          namespace
              .getMetadata()
              .setLabels(
                  Map.of(
                      "pod-security.kubernetes.io/warn",
                      "restricted",
                      "kubernetes.io/metadata.name",
                      cluster.namespace()));
          return namespace;
        });
    var strategy = YAML.readTree(OlmBundle.VERSION.toFile()).at("/spec/install/spec");
    var file = Files.createFile(folder.resolve("objects.yaml"));
    for (var object : made(strategy)) {
      Files.writeString(file, YAML.writeValueAsString(object), StandardOpenOption.APPEND);
    }

    var said =
        new Kubectl(cluster.namespace())
            .must(
                "apply",
                "--server-side",
                "--dry-run=server",
                "--validate=strict",
                "-f",
                file.toString());

    assertThat(said)
        .contains("role.rbac.authorization.k8s.io/longshore serverside-applied")
        .contains("deployment.apps/longshore-operator serverside-applied")
        .doesNotContain("Warning");
  }

  private static List<JsonNode> made(JsonNode strategy) {
    var role = object("rbac.authorization.k8s.io/v1", "Role", "longshore");
    role.set("rules", strategy.at("/permissions/0/rules"));
    var deployed = strategy.at("/deployments/0");
    var deployment = object("apps/v1", "Deployment", deployed.get("name").asText());
    ((ObjectNode) deployment.get("metadata")).set("labels", deployed.get("label"));
    deployment.set("spec", deployed.get("spec"));
    ((ObjectNode) deployment.at("/spec/template/metadata"))
        .putObject("annotations")
        .put("olm.targetNamespaces", "team-a,team-b");
    return List.of(role, deployment);
  }

  private static ObjectNode object(String version, String kind, String name) {
    var object = YAML.createObjectNode().put("apiVersion", version).put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }
}
