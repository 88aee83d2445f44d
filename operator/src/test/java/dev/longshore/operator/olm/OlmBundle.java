package dev.longshore.operator.olm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.longshore.operator.cluster.Chart;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The parts of {@code olm/} that say again what chart, CRD and examples say. */
final class OlmBundle {

  static final Path FOLDER = Path.of("..", "olm");
  static final Path VERSION =
      FOLDER.resolve(Path.of("manifests", "longshore.clusterserviceversion.yaml"));
  static final Path DEFINITION =
      FOLDER.resolve(Path.of("manifests", "uploadservices.longshore.dev.yaml"));

  private static final Path PEOPLES = Path.of("src", "test", "resources", "olm");
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final List<String> SHOWN =
      List.of("minimal.yaml", "trial.yaml", "production.yaml");

  /** With namespaces listed the rules are in Roles; OpenShift chooses the user. */
  private static final String VALUES =
      """
      watchNamespaces: [some]
      podSecurityContext: {runAsUser: null, runAsGroup: null}
      """;

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private OlmBundle() {}

  static String definition() throws IOException {
    return Files.readString(Chart.FOLDER.resolve("files/uploadservices.longshore.dev.yaml"))
        .replace("  annotations:\n    helm.sh/resource-policy: keep\n", "");
  }

  static String clusterServiceVersion() throws IOException {
    var objects = Chart.render(VALUES);
    // A name in Kubernetes has no capital letters.
    var version =
        YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile())
            .get("version")
            .asText()
            .toLowerCase(Locale.ROOT);
    var csv = (ObjectNode) YAML.readTree(PEOPLES.resolve("base.yaml").toFile());
    var deployment = (ObjectNode) tree(only(objects, Deployment.class));
    var metadata = (ObjectNode) csv.get("metadata");
    metadata.put("name", "longshore.v" + version);
    var container = container(deployment);
    var annotations = (ObjectNode) metadata.get("annotations");
    annotations.put("containerImage", container.get("image").asText());
    annotations.put("alm-examples", examples());

    var spec = (ObjectNode) csv.get("spec");
    spec.put("version", version);
    var icon = spec.putArray("icon").addObject();
    icon.put(
        "base64data",
        Base64.getEncoder().encodeToString(Files.readAllBytes(PEOPLES.resolve("icon.svg"))));
    icon.put("mediatype", "image/svg+xml");
    relatedImages(spec.putArray("relatedImages"), container);
    var install = spec.putObject("install");
    install.put("strategy", "deployment");
    var strategy = install.putObject("spec");
    // No clusterPermissions: OLM gives these in all namespaces where the operator watches all.
    var permissions = strategy.putArray("permissions").addObject();
    permissions.put("serviceAccountName", Chart.SERVICE_ACCOUNT);
    rules(objects).forEach(permissions.putArray("rules")::add);
    strategy.putArray("deployments").add(deployed(deployment));
    return YAML.writeValueAsString(csv);
  }

  private static Stream<JsonNode> rules(List<HasMetadata> objects) {
    return objects.stream()
        .filter(Role.class::isInstance)
        .flatMap(role -> Stream.of(tree(role).get("rules")))
        .flatMap(rules -> Stream.iterate(0, i -> i < rules.size(), i -> i + 1).map(rules::get));
  }

  private static ObjectNode deployed(ObjectNode deployment) {
    var deployed = YAML.createObjectNode();
    deployed.set("name", deployment.at("/metadata/name"));
    deployed.set("label", withoutHelm(deployment.at("/metadata/labels")));
    withoutHelm(deployment.at("/spec/template/metadata/labels"));
    var environment = (ArrayNode) container(deployment).get("env");
    from(environment, "LONGSHORE_WATCH_NAMESPACES", "metadata.annotations['olm.targetNamespaces']");
    from(environment, "LONGSHORE_LEASE_NAMESPACE", "metadata.namespace");
    deployed.set("spec", deployment.get("spec"));
    return deployed;
  }

  private static JsonNode withoutHelm(JsonNode labels) {
    return ((ObjectNode) labels).remove(List.of("helm.sh/chart", "app.kubernetes.io/managed-by"));
  }

  /** OLM says where the operator is and what it watches in annotations of its pods. */
  private static void from(ArrayNode environment, String name, String field) {
    for (var variable : environment) {
      if (name.equals(variable.get("name").asText())) {
        ((ObjectNode) variable).remove("value");
        ((ObjectNode) variable)
            .putObject("valueFrom")
            .putObject("fieldRef")
            .put("apiVersion", "v1")
            .put("fieldPath", field);
        return;
      }
    }
    throw new IllegalStateException("The chart no longer sets " + name);
  }

  private static void relatedImages(ArrayNode images, JsonNode container) {
    images.addObject().put("name", "operator").set("image", container.get("image"));
    for (var variable : container.get("env")) {
      if ("LONGSHORE_UPLOAD_SERVICE_IMAGE".equals(variable.get("name").asText())) {
        images.addObject().put("name", "upload-service").set("image", variable.get("value"));
      }
    }
  }

  private static String examples() throws IOException {
    var examples = YAML.createArrayNode();
    for (var name : SHOWN) {
      examples.add(YAML.readTree(EXAMPLES.resolve(name).toFile()));
    }
    return Serialization.jsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(examples)
        + "\n";
  }

  private static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  private static JsonNode tree(Object object) {
    return Serialization.jsonMapper().valueToTree(object);
  }

  private static <R extends HasMetadata> R only(List<HasMetadata> objects, Class<R> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }
}
