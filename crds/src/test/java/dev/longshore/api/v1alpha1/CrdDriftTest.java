package dev.longshore.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is committed is what the model says. */
class CrdDriftTest {

  @Test
  void committedCrdIsWhatTheModelGenerates() throws IOException {
    expect(CrdFile.COMMITTED, CrdFile.generate());
  }

  @Test
  void committedReferenceIsWhatTheModelGenerates() throws IOException {
    expect(ApiReference.COMMITTED, ApiReference.of(CrdFile.parsed()));
  }

  @Test
  void oldAndNewYamlReadTheSame() throws IOException {
    var crd = Files.readString(CrdFile.COMMITTED);
    assertThat(new YAMLMapper().readTree(crd))
        .as("what kubectl and Helm read, as YAML 1.1")
        .isEqualTo(Serialization.unmarshal(crd, JsonNode.class));
  }

  private static void expect(Path committed, String generated) throws IOException {
    if (Boolean.getBoolean("longshore.generate")) {
      Files.createDirectories(committed.getParent());
      Files.writeString(committed, generated);
    }
    assertThat(committed)
        .as(
            "%s no longer fits the model; run"
                + " ./mvnw -pl crds test -Dtest=CrdDriftTest -Dlongshore.generate=true and commit",
            committed.getFileName())
        .hasContent(generated);
  }
}
