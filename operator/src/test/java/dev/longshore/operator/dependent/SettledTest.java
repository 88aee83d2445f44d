package dev.longshore.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Only what was compared, and has not changed since, need not be compared. */
class SettledTest {

  private static final List<String> VERSIONS = List.of("7", "", "9");

  private final Settled<List<String>> settled = new Settled<>();

  @Test
  void nothingIsKnownOfANewResource() {
    assertThat(settled.holds(service("media", "uid-1", 1), VERSIONS)).isFalse();
  }

  @Test
  void holdsUntilTheSpecOrAnObjectChanges() {
    settled.remember(service("media", "uid-1", 1), VERSIONS, _ -> true);

    assertThat(settled.holds(service("media", "uid-1", 1), VERSIONS)).isTrue();
    assertThat(settled.holds(service("media", "uid-1", 2), VERSIONS)).isFalse();
    assertThat(settled.holds(service("media", "uid-1", 1), List.of("7", "", "10"))).isFalse();
    assertThat(settled.holds(service("media", "uid-1", 1), List.of("7", "8", "9"))).isFalse();
    assertThat(settled.holds(service("other", "uid-1", 1), VERSIONS)).isFalse();
  }

  @Test
  void aResourceOfTheSameNameIsAnother() {
    settled.remember(service("media", "uid-1", 1), VERSIONS, _ -> true);

    assertThat(settled.holds(service("media", "uid-2", 1), VERSIONS)).isFalse();
  }

  @Test
  void whatIsDeletedIsForgotten() {
    var there = Set.of(new ResourceID("media-1", "apps"));
    IntStream.range(0, 1000)
        .forEach(
            i -> settled.remember(service("media-" + i, "uid-" + i, 1), VERSIONS, there::contains));

    assertThat(settled.holds(service("media-0", "uid-0", 1), VERSIONS)).isFalse();
    assertThat(settled.holds(service("media-1", "uid-1", 1), VERSIONS)).isTrue();
  }

  private static UploadService service(String name, String uid, long generation) {
    var service = new UploadService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("apps")
            .withUid(uid)
            .withGeneration(generation)
            .build());
    return service;
  }
}
