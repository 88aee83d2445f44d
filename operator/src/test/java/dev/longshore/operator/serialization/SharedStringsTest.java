package dev.longshore.operator.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** What is read often is kept once; what a Secret holds is not kept at all. */
class SharedStringsTest {

  private static final String SECRET =
      """
      {"apiVersion": "v1", "kind": "Secret", "type": "Opaque",
       "metadata": {"name": "a", "labels": {"team": "media"}},
       "data": {"password": "c2VjcmV0"}}
      """;

  private final KubernetesSerialization serialization = LeanSerialization.create();

  @Test
  void labelsAreSharedAndDataIsNot() {
    var first = serialization.unmarshal(SECRET, Secret.class);
    var second = serialization.unmarshal(SECRET, Secret.class);

    assertThat(team(second)).isSameAs(team(first));
    assertThat(second.getData().get("password"))
        .isEqualTo("c2VjcmV0")
        .isNotSameAs(first.getData().get("password"));
  }

  private static String team(HasMetadata object) {
    return object.getMetadata().getLabels().get("team");
  }
}
