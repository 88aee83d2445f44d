package dev.longshore.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every field of the CRD, also for those that come later. */
class CrdShapeTest {

  private final CustomResourceDefinitionVersion version =
      CrdFile.parsed().getSpec().getVersions().getFirst();
  private final JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();

  @Test
  void everyFieldIsDescribed() {
    var bare = new ArrayList<String>();
    describe("", root, bare);
    assertThat(bare).as("fields without a description").isEmpty();
  }

  @Test
  void everyTextAUserWritesIsBounded() {
    var unbounded = new ArrayList<String>();
    bounds("spec", root.getProperties().get("spec"), unbounded);
    assertThat(unbounded).as("fields without maxLength, enum or maximum").isEmpty();
  }

  @Test
  void nothingUnknownIsKept() {
    assertThat(CrdPolish.walk(root))
        .allSatisfy(schema -> assertThat(schema.getXKubernetesPreserveUnknownFields()).isNull());
  }

  @Test
  void scaleKnowsSelectorAndReplicas() {
    var scale = version.getSubresources().getScale();
    assertThat(scale.getSpecReplicasPath()).isEqualTo(".spec.replicas");
    assertThat(scale.getStatusReplicasPath()).isEqualTo(".status.replicas");
    assertThat(scale.getLabelSelectorPath()).isEqualTo(".status.selector");
    assertThat(version.getSubresources().getStatus()).isNotNull();
  }

  @Test
  void conditionsAreAMapByType() {
    var conditions = root.getProperties().get("status").getProperties().get("conditions");
    assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
    assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
  }

  @Test
  void endpointsOfEventsAreAMapByName() {
    var events = root.getProperties().get("spec").getProperties().get("events");
    var endpoints = events.getProperties().get("endpoints");
    assertThat(endpoints.getXKubernetesListType()).isEqualTo("map");
    assertThat(endpoints.getXKubernetesListMapKeys()).containsExactly("name");
  }

  private static void describe(String path, JSONSchemaProps schema, List<String> bare) {
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, field) -> {
            if (field.getDescription() == null) {
              bare.add(path + "." + name);
            }
            describe(path + "." + name, field, bare);
          });
    }
    if (schema.getItems() != null) {
      describe(path + "[]", schema.getItems().getSchema(), bare);
    }
  }

  private static void bounds(String path, JSONSchemaProps schema, List<String> unbounded) {
    var isText = "string".equals(schema.getType()) || schema.getXKubernetesIntOrString() != null;
    if (isText && schema.getMaxLength() == null && schema.getEnum().isEmpty()) {
      unbounded.add(path);
    }
    if ("integer".equals(schema.getType()) && schema.getMaximum() == null) {
      unbounded.add(path);
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, field) -> bounds(path + "." + name, field, unbounded));
    }
    if (schema.getAdditionalProperties() != null) {
      bounds(path + "{}", schema.getAdditionalProperties().getSchema(), unbounded);
    }
  }
}
