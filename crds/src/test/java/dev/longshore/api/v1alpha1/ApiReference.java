package dev.longshore.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The CRD as a page for people. */
final class ApiReference {

  static final Path COMMITTED = Path.of("..", "docs", "api.md");

  private static final String HEADER =
      """
      # UploadService, `longshore.dev/v1alpha1`
      <!-- Generated from the Java model in crds/: ./mvnw -pl crds test -Dtest=CrdDriftTest -Dlongshore.generate=true -->

      `kubectl explain uploadservice.spec` says the same. Examples: [minimal](../examples/minimal.yaml), [full](../examples/full.yaml), [trial](../examples/trial.yaml), [S3](../examples/s3.yaml), access by [tokens](../examples/access-tokens.yaml), [JWT](../examples/access-jwt.yaml) or [a hook](../examples/access-forward-auth.yaml), [events](../examples/events.yaml).
      """;

  private ApiReference() {}

  static String of(CustomResourceDefinition crd) {
    var root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    return HEADER + section(root, "spec") + rules(root) + section(root, "status");
  }

  private static String section(JSONSchemaProps root, String name) {
    return "\n## "
        + name
        + "\n\n| field | type | default | |\n|---|---|---|---|\n"
        + rows(name, root.getProperties().get(name)).collect(Collectors.joining());
  }

  private static Stream<String> rows(String path, JSONSchemaProps schema) {
    return schema.getProperties().entrySet().stream()
        .flatMap(field -> {
          var name = path + "." + field.getKey();
          var below = nested(field.getValue());
          var items =
              Optional.ofNullable(field.getValue().getItems())
                  .flatMap(each -> nested(each.getSchema()))
                  .filter(each -> path.startsWith("spec"));
          return Stream.of(
                  Stream.of(row(name, field.getValue(), isRequired(schema, field.getKey()))),
                  below.stream().flatMap(inner -> rows(name, inner)),
                  items.stream().flatMap(inner -> rows(name + "[]", inner)))
              .flatMap(rows -> rows);
        });
  }

  private static Optional<JSONSchemaProps> nested(JSONSchemaProps schema) {
    return Optional.of(schema)
        .filter(s -> s.getProperties() != null && !s.getProperties().isEmpty());
  }

  private static String row(String name, JSONSchemaProps schema, boolean required) {
    var standard = schema.getDefault();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            name,
            type(schema),
            required ? "required" : standard == null ? "" : "`" + text(standard.toString()) + "`",
            schema.getDescription().replace("<", "&lt;"));
  }

  private static boolean isRequired(JSONSchemaProps parent, String field) {
    return parent.getRequired() != null && parent.getRequired().contains(field);
  }

  private static String type(JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return "quantity";
    }
    if (!schema.getEnum().isEmpty()) {
      return schema.getEnum().stream()
          .map(value -> value.asText())
          .collect(Collectors.joining(", "));
    }
    var bounds =
        schema.getMaximum() == null
            ? ""
            : " %d..%d".formatted(schema.getMinimum().longValue(), schema.getMaximum().longValue());
    return schema.getType() + bounds;
  }

  private static String text(String json) {
    return json.replace("\"", "");
  }

  private static String rules(JSONSchemaProps root) {
    return "\nRules across fields:\n\n" + rules("", root).collect(Collectors.joining());
  }

  private static Stream<String> rules(String path, JSONSchemaProps schema) {
    var own =
        schema.getXKubernetesValidations().stream()
            .map(rule -> "- " + place(path, rule) + rule.getMessage() + "\n");
    var properties = Optional.ofNullable(schema.getProperties()).orElseGet(Map::of);
    var items = Optional.ofNullable(schema.getItems()).map(each -> each.getSchema());
    return Stream.of(
            own,
            properties.entrySet().stream()
                .flatMap(field ->
                    rules(
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                        field.getValue())),
            items.stream().flatMap(each -> rules(path + "[]", each)))
        .flatMap(rules -> rules);
  }

  private static String place(String path, ValidationRule rule) {
    var below = Optional.ofNullable(rule.getFieldPath()).orElse("");
    var field = path.isEmpty() && !below.isEmpty() ? below.substring(1) : path + below;
    return field.isEmpty() ? "" : "`" + field + "`: ";
  }
}
