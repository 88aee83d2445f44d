package dev.longshore.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.secret.SecretUse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the examples turn into, kept as files so that a change of it is seen. */
class DesiredObjectsTest {

  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @ParameterizedTest
  @CsvSource({
    "minimal, false",
    "full, true",
    "trial, true",
    "s3, true",
    "access-tokens, true",
    "access-jwt, true",
    "access-forward-auth, true",
    "hooks, true",
    "events, true",
    "production, true",
    "gateway, true",
    "scheduling, true"
  })
  void examplesTurnIntoTheseObjects(String example, boolean sharedVolume) throws IOException {
    var service =
        Serialization.unmarshal(
            uploadService(Files.readString(EXAMPLES.resolve(example + ".yaml"))),
            UploadService.class);
    service.getMetadata().setNamespace("apps");
    var inputs =
        new PodInputs(
            "longshore/upload-service:default",
            digests(service),
            sharedVolume,
            service.getSpec().autoscaling() != null);

    var objects =
        Stream.of(
                DesiredServiceAccount.of(service),
                Optional.of(DesiredService.of(service)),
                DesiredNetworkPolicy.of(service),
                Optional.of(DesiredDeployment.of(service, inputs)),
                DesiredDisruptionBudget.of(service),
                DesiredAutoscaler.of(service),
                DesiredIngress.of(service),
                DesiredHttpRoute.of(service),
                DesiredMonitor.ofService(service),
                DesiredMonitor.ofPods(service))
            .flatMap(Optional::stream)
            .map(Serialization::asYaml)
            .collect(Collectors.joining());

    var golden = GOLDEN.resolve(example + ".yaml");
    if (Boolean.getBoolean("longshore.generate")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, objects);
    }
    assertThat(golden)
        .as(
            "to accept the change: ./mvnw -pl crds,operator test"
                + " -Dtest=DesiredObjectsTest -Dlongshore.generate=true")
        .hasContent(objects);
  }

  /** The last one of a file's documents. */
  static String uploadService(String documents) {
    int separator = documents.lastIndexOf("---\n");
    return separator < 0 ? documents : documents.substring(separator + "---\n".length());
  }

  private static Map<String, String> digests(UploadService service) {
    return SecretUse.of(service).stream()
        .filter(SecretUse::rollsPods)
        .collect(Collectors.toMap(SecretUse::purpose, use -> "0123456789abcdef"));
  }
}
