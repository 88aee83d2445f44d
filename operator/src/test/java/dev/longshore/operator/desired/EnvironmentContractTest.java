package dev.longshore.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's end of the contract; the service's end starts it with every row of the table. */
class EnvironmentContractTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full",
        "s3",
        "access-tokens",
        "access-jwt",
        "access-forward-auth",
        "hooks",
        "events",
        "production",
        "gateway"
      })
  void everyVariableThatIsRenderedIsInTheTable(String example) throws IOException {
    var service =
        Serialization.unmarshal(
            DesiredObjectsTest.uploadService(
                Files.readString(Path.of("..", "examples", example + ".yaml"))),
            UploadService.class);
    service.getMetadata().setNamespace("apps");
    var table =
        Files.readAllLines(Path.of("..", "docs", "environment.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`")[1])
            .toList();

    assertThat(ServiceEnvironment.of(service))
        .extracting(EnvVar::getName)
        // The table has the first of those that there may be many of.
        .map(name -> name.replaceAll("_E[0-9]+_", "_E0_"))
        // OpenTelemetry's own, which the service hands on as they are, and the JVM's.
        .filteredOn(name -> !name.startsWith("OTEL_") && !name.equals("JAVA_TOOL_OPTIONS"))
        .isSubsetOf(table);
  }
}
