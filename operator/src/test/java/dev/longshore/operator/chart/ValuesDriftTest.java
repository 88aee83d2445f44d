package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is committed is what the comments in values.yaml say. */
class ValuesDriftTest {

  @Test
  void committedSchemaIsWhatTheValuesSay() throws IOException {
    expect(ValuesSchema.COMMITTED, ValuesSchema.of(ValuesFile.read()));
  }

  @Test
  void committedTableIsWhatTheValuesSay() throws IOException {
    expect(ValuesTable.COMMITTED, ValuesTable.of(ValuesFile.read()));
  }

  @Test
  void everyValueSaysWhatItIsFor() {
    assertThat(all(ValuesFile.read()))
        .allSatisfy(value -> assertThat(value.meaning()).as(value.name()).endsWith("."));
  }

  private static Stream<ValuesFile.Value> all(List<ValuesFile.Value> values) {
    return values.stream().flatMap(value -> Stream.concat(Stream.of(value), all(value.below())));
  }

  private static void expect(Path committed, String generated) throws IOException {
    if (Boolean.getBoolean("longshore.generate")) {
      Files.writeString(committed, generated);
    }
    assertThat(committed)
        .as(
            "%s no longer fits values.yaml; run ./mvnw -pl operator test"
                + " -Dtest=ValuesDriftTest -Dlongshore.generate=true and commit",
            committed.getFileName())
        .hasContent(generated);
  }
}
