package dev.longshore.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model means the same as the schema, and survives a newer one. */
class ModelDefaultsTest {

  private static final String LEAST =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: media, namespace: apps}
      spec:
        redis: {secretRef: {name: app-secrets}}
        storage: {filesystem: {ephemeral: {}}}
      """;

  @Test
  void theModelFillsInTheSchemasDefaults() {
    var model = Serialization.unmarshal(LEAST, UploadService.class);
    var json = new ObjectMapper().valueToTree(model.getSpec());
    var schema =
        CrdFile.parsed()
            .getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema()
            .getProperties()
            .get("spec");

    var checked = new ArrayList<String>();
    compare("spec", schema, json, checked);

    assertThat(checked)
        .contains("spec.replicas", "spec.redis.sessionTtl", "spec.limits.maxUploadSize")
        .hasSizeGreaterThan(10);
  }

  @Test
  void aFieldOfANewerVersionDoesNoHarm() {
    var newer = LEAST.replace("metadata:", "status: {later: 1}\nmetadata:") + "  later: {a: b}\n";
    var model = Serialization.unmarshal(newer, UploadService.class);
    assertThat(model.getSpec().redis().secretRef().key()).isEqualTo("redis-connection-string");
  }

  private static void compare(
      String path, JSONSchemaProps schema, JsonNode value, List<String> checked) {
    if (schema.getDefault() != null) {
      assertThat(value).as(path).isEqualTo(schema.getDefault());
      checked.add(path);
    }
    if (schema.getProperties() != null && value != null) {
      schema
          .getProperties()
          .forEach((name, field) -> compare(path + "." + name, field, value.get(name), checked));
    }
  }
}
