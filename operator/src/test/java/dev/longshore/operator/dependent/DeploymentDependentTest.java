package dev.longshore.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;

class DeploymentDependentTest {

  /** One Secret's change gives other pods to a thousand Deployments: comparing them takes long. */
  @Test
  void anotherMarkIsADifferenceWithoutComparing() {
    var dependent = new DeploymentDependent();

    // Whoever compares needs what is not there.
    assertThat(dependent.match(marked("a"), marked("b"), null, null).matched()).isFalse();
  }

  private static Deployment marked(String mark) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("media")
        .addToAnnotations("longshore.dev/template", mark)
        .endMetadata()
        .build();
  }
}
