package dev.longshore.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator's end of the contract; the service's end starts it with every row of the table. */
class EnvironmentContractTest {

  /** What a resource has no use for, and why. */
  private static final Set<String> NOT_FOR_A_RESOURCE =
      Set.of(
          // Sessions of a resource's pods are in Redis.
          "LONGSHORE_SESSION_MEMORY_EXPIRATION",
          // There are no configuration files of AWS in a pod.
          "LONGSHORE_STORAGE_S3_PROFILE");

  @ParameterizedTest
  @MethodSource("examples")
  void everyVariableThatIsRenderedIsInTheTable(Path example) throws IOException {
    assertThat(rendered(example)).isSubsetOf(table());
  }

  @Test
  void everyOptionCanBeSetByAResource() throws IOException {
    var settable = new TreeSet<>(NOT_FOR_A_RESOURCE);
    for (var example : examples()) {
      settable.addAll(rendered(example));
    }
    assertThat(table()).allMatch(settable::contains);
  }

  private static Set<String> rendered(Path example) throws IOException {
    var service =
        Serialization.unmarshal(
            DesiredObjectsTest.uploadService(Files.readString(example)), UploadService.class);
    service.getMetadata().setNamespace("apps");
    return ServiceContainer.of(service, "image").getEnv().stream()
        .map(EnvVar::getName)
        // The table has the first of those that there may be many of.
        .map(name -> name.replaceAll("_E[0-9]+_", "_E0_"))
        // OpenTelemetry's own, which the service hands on as they are, and the JVM's.
        .filter(name -> !name.startsWith("OTEL_") && !name.equals("JAVA_TOOL_OPTIONS"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> table() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "environment.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("`")[1])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("..", "examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(EnvironmentContractTest::isAResource)
          .sorted()
          .toList();
    }
  }

  private static boolean isAResource(Path file) {
    try {
      return Files.readString(file).contains("kind: UploadService");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
