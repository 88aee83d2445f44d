package dev.longshore.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.Intent;
import dev.longshore.operator.desired.PodInputs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Pods that become ready change nothing of what was applied; whatever was applied may change. */
class SettledPodsTest {

  private static final PodInputs INPUTS =
      new PodInputs("image:1", Map.of("redis", "aa"), true, false);

  private static final Deployment DEPLOYMENT =
      new DeploymentBuilder()
          .withNewMetadata()
          .withGeneration(1L)
          .withResourceVersion("7")
          .addToLabels("app.kubernetes.io/name", "media")
          .addToAnnotations("longshore.dev/template", "b844e290")
          .addNewOwnerReference()
          .withUid("uid-1")
          .endOwnerReference()
          .endMetadata()
          .build();

  @Test
  void whatControllersWriteIsNoChange() {
    assertThat(
            isTheSameAfter(deployment ->
                deployment
                    .editMetadata()
                    .withResourceVersion("8")
                    .addToAnnotations("deployment.kubernetes.io/revision", "1")
                    .endMetadata()
                    .withNewStatus()
                    .withReadyReplicas(3)
                    .endStatus()))
        .isTrue();
  }

  @Test
  void whateverWasAppliedMayChange() {
    assertThat(isTheSameAfter(it -> it.editMetadata().withGeneration(2L).endMetadata())).isFalse();
    assertThat(isTheSameAfter(it -> it.editMetadata().addToLabels("a", "b").endMetadata()))
        .isFalse();
    assertThat(isTheSameAfter(it -> it.editMetadata().withOwnerReferences().endMetadata()))
        .isFalse();
    assertThat(isTheSameAfter(it -> it.editMetadata().withAnnotations(Map.of()).endMetadata()))
        .isFalse();
  }

  @Test
  void otherInputsAreAnotherMatter() {
    var now = SettledPods.of(service(Map.of()), INPUTS, DEPLOYMENT);
    assertThat(now)
        .isNotEqualTo(
            SettledPods.of(
                service(Map.of()),
                new PodInputs("image:1", Map.of("redis", "bb"), true, false),
                DEPLOYMENT))
        .isNotEqualTo(
            SettledPods.of(
                service(Map.of()),
                new PodInputs("image:2", Map.of("redis", "aa"), true, false),
                DEPLOYMENT))
        .isNotEqualTo(
            SettledPods.of(
                service(Map.of()),
                new PodInputs("image:1", Map.of("redis", "aa"), false, false),
                DEPLOYMENT))
        .isNotEqualTo(
            SettledPods.of(
                service(Map.of()),
                new PodInputs("image:1", Map.of("redis", "aa"), true, true),
                DEPLOYMENT));
  }

  @Test
  void whatAnnotationsAskForIsAnotherMatter() {
    var now = SettledPods.of(service(Map.of()), INPUTS, DEPLOYMENT);
    assertThat(now)
        .isNotEqualTo(
            SettledPods.of(service(Map.of(Intent.RESTARTED_AT, "noon")), INPUTS, DEPLOYMENT))
        .isEqualTo(SettledPods.of(service(Map.of("team", "media")), INPUTS, DEPLOYMENT));
  }

  private static UploadService service(Map<String, String> annotations) {
    var service = new UploadService();
    service.setMetadata(new ObjectMetaBuilder().withAnnotations(annotations).build());
    return service;
  }

  private static boolean isTheSameAfter(UnaryOperator<DeploymentBuilder> change) {
    var changed = change.apply(new DeploymentBuilder(DEPLOYMENT)).build();
    return SettledPods.of(service(Map.of()), INPUTS, changed)
        .equals(SettledPods.of(service(Map.of()), INPUTS, DEPLOYMENT));
  }
}
