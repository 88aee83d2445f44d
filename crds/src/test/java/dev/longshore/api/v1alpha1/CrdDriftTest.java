package dev.longshore.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The committed CRD is what the model says. */
class CrdDriftTest {

  @Test
  void committedCrdIsWhatTheModelGenerates() throws IOException {
    var generated = CrdFile.generate();
    if (Boolean.getBoolean("longshore.generate")) {
      Files.createDirectories(CrdFile.COMMITTED.getParent());
      Files.writeString(CrdFile.COMMITTED, generated);
    }
    assertThat(CrdFile.COMMITTED)
        .as(
            "the CRD no longer fits the model; run"
                + " ./mvnw -pl crds test -Dtest=CrdDriftTest -Dlongshore.generate=true and commit")
        .hasContent(generated);
  }
}
