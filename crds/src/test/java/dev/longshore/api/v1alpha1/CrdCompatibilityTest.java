package dev.longshore.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What was written for the last release is valid for the next one, and means the same, but for what
 * {@code released/allowed.txt} says. {@code -Dlongshore.release=true} makes what is here the last
 * release.
 */
class CrdCompatibilityTest {

  private static final Path RELEASED = Path.of("released", "v1alpha1.tsv");
  private static final Path ALLOWED = Path.of("released", "allowed.txt");

  @Test
  void nothingThatWasReleasedBreaks() throws IOException {
    var root = CrdFile.parsed().getSpec().getVersions().getFirst().getSchema();
    var now = SchemaFacts.of(root.getOpenAPIV3Schema());
    if (Boolean.getBoolean("longshore.release")) {
      Files.writeString(RELEASED, now.text());
    }
    var allowed =
        Files.readAllLines(ALLOWED).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();

    assertThat(SchemaChanges.breaking(SchemaFacts.parse(Files.readString(RELEASED)), now))
        .as(
            "changes that break resources of the last release; what has to be so, with its reason,"
                + " goes into crds/released/allowed.txt, and what is no longer so leaves it")
        .containsExactlyInAnyOrderElementsOf(allowed);
  }
}
