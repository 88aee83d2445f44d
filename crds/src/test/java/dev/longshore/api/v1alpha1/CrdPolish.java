package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Adds to the generated CRD what the generator has no annotation for. */
final class CrdPolish implements CRDPostProcessor {

  // resource.Quantity without the forms that nobody writes (exponents, milli- and nano-bytes).
  private static final String QUANTITY = "^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";

  @Override
  public HasMetadata process(HasMetadata generated, String crdVersion) {
    var crd = (CustomResourceDefinition) generated;
    // An uninstalled chart must not take people's resources with it.
    crd.getMetadata().setAnnotations(Map.of("helm.sh/resource-policy", "keep"));
    var version = crd.getSpec().getVersions().getFirst();
    version.setAdditionalPrinterColumns(columns());
    root(version.getSchema().getOpenAPIV3Schema());
    return crd;
  }

  private static void root(JSONSchemaProps root) {
    root.setDescription("A service that takes resumable uploads, any chunk on any of its pods.");
    root.setRequired(List.of("spec"));
    var spec = root.getProperties().get("spec");
    spec.setDescription("What the upload service shall be.");
    var status = root.getProperties().get("status");
    status.setDescription("What the operator last saw and did.");
    // Tools that wait for readiness must not take a resource without a status for a ready one.
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    walk(root).forEach(CrdPolish::complete);
    var budget = spec.getProperties().get("podDisruptionBudget").getProperties();
    Stream.of("maxUnavailable", "minAvailable")
        .map(budget::get)
        .forEach(CrdPolish::numberOrPercent);
    status.getProperties().get("observedGeneration").setFormat("int64");
    conditions(status.getProperties().get("conditions"));
    var endpoints = spec.getProperties().get("events").getProperties().get("endpoints");
    named(endpoints);
    var pod = spec.getProperties().get("podTemplate").getProperties().get("spec").getProperties();
    Stream.of("imagePullSecrets", "volumes", "env", "initContainers")
        .map(pod::get)
        .forEach(CrdPolish::named);
    named(pod.get("initContainers").getItems().getSchema().getProperties().get("env"));
  }

  /** No two of a list have one name, and server-side apply merges it by name. */
  private static void named(JSONSchemaProps list) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of("name"));
  }

  private static void complete(JSONSchemaProps schema) {
    // A rule on a record's component reaches the generator twice: from the field and the accessor.
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    if ("integer".equals(schema.getType())) {
      schema.setFormat("int32");
    }
    if (Objects.equals(schema.getMinLength(), 1L) && refusesAnEmptyText(schema.getPattern())) {
      // One message is better than two.
      schema.setMinLength(null);
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      // The extension alone means integer or string.
      schema.setAnyOf(List.of());
      schema.setPattern(QUANTITY);
      schema.setMaxLength(24L);
    }
  }

  private static boolean refusesAnEmptyText(String pattern) {
    return pattern != null && !Pattern.compile(pattern).matcher("").find();
  }

  /** As a budget takes it: {@code intstr.IntOrString} without a sign. */
  private static void numberOrPercent(JSONSchemaProps field) {
    field.setPattern("^([0-9]{1,4}|([0-9]{1,2}|100)%)$");
    field.setMaxLength(4L);
    field.setMinimum(0d);
  }

  /** As {@code metav1.Condition} says it in Go. */
  private static void conditions(JSONSchemaProps list) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of("type"));
    list.setMaxItems(16L);
    var item = list.getItems().getSchema();
    item.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    var fields = item.getProperties();
    text(fields.get("type"), "What the condition is about.", 1L, 316L, "^[A-Za-z]+$");
    fields.get("status").setDescription("True, False or Unknown.");
    fields
        .get("status")
        .setEnum(
            Stream.of("True", "False", "Unknown")
                .map(JsonNodeFactory.instance::textNode)
                .map(JsonNode.class::cast)
                .toList());
    text(
        fields.get("reason"),
        "Why, as one word for programs.",
        1L,
        1024L,
        "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    text(fields.get("message"), "Why and what to do, for people.", 0L, 32768L, null);
    fields.get("lastTransitionTime").setDescription("When status last changed.");
    fields.get("lastTransitionTime").setFormat("date-time");
    fields
        .get("observedGeneration")
        .setDescription("The metadata.generation that this condition is about.");
    fields.get("observedGeneration").setMinimum(0d);
    fields.get("observedGeneration").setFormat("int64");
  }

  private static void text(
      JSONSchemaProps field, String description, long min, long max, String pattern) {
    field.setDescription(description);
    field.setMinLength(min > 0 ? min : null);
    field.setMaxLength(max);
    field.setPattern(pattern);
  }

  static Stream<JSONSchemaProps> walk(JSONSchemaProps schema) {
    var below = Stream.<JSONSchemaProps>builder();
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(below);
    }
    if (schema.getItems() != null) {
      below.add(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      below.add(schema.getAdditionalProperties().getSchema());
    }
    return Stream.concat(Stream.of(schema), below.build().flatMap(CrdPolish::walk));
  }

  private static List<CustomResourceColumnDefinition> columns() {
    var ready = ".status.conditions[?(@.type==\"Ready\")]";
    return List.of(
        column("Ready", "string", ready + ".status", 0),
        column("Replicas", "integer", ".spec.replicas", 0),
        column("Ready Replicas", "integer", ".status.readyReplicas", 0),
        column("Secret", "string", ".spec.redis.secretRef.name", 0),
        column("Reason", "string", ready + ".reason", 1),
        column("URL", "string", ".status.url", 1),
        column("Age", "date", ".metadata.creationTimestamp", 0));
  }

  private static CustomResourceColumnDefinition column(
      String name, String type, String path, int priority) {
    return new CustomResourceColumnDefinitionBuilder()
        .withName(name)
        .withType(type)
        .withJsonPath(path)
        // Zero, which every kubectl get shows, is what is meant without one.
        .withPriority(priority > 0 ? priority : null)
        .build();
  }
}
