package dev.longshore.operator.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a copy's owner does to it is not done to what was copied. */
class SharingClonerTest {

  private final KubernetesSerialization serialization = LeanSerialization.create();
  private final SharingCloner cloner = new SharingCloner(serialization);

  @Test
  void ourResourceIsCopiedAsFarAsItCanBeChanged() {
    var service =
        serialization.unmarshal(
            """
            apiVersion: longshore.dev/v1alpha1
            kind: UploadService
            metadata:
              name: media
              resourceVersion: "7"
              labels: {a: b}
              finalizers: [example.com/first]
            spec: {redis: {secretRef: {name: redis}}}
            status: {observedGeneration: 3}
            """,
            UploadService.class);

    var copy = cloner.clone(service);

    assertThat(copy).isEqualTo(service);
    assertThat(copy.getSpec()).isSameAs(service.getSpec());
    assertThat(copy.getStatus()).isSameAs(service.getStatus());
    copy.getMetadata().setResourceVersion(null);
    copy.addFinalizer("example.com/second");
    copy.setStatus(null);
    assertThat(service.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(service.getFinalizers()).containsExactly("example.com/first");
    assertThat(service.getStatus()).isNotNull();
  }

  @Test
  void anythingElseIsCopiedWhole() {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("a")
            .endMetadata()
            .withData(Map.of("b", "c"))
            .build();

    ConfigMap copy = cloner.clone(map);

    assertThat(copy).isEqualTo(map).isNotSameAs(map);
    assertThat(copy.getData()).isNotSameAs(map.getData());
  }
}
