package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mistake in one resource, or in many, delays no other, and none is given up. */
class FairnessIT {

  /** Six times as many as are reconciled at once. */
  private static final int REFUSED = 60;

  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: no-bad-deployments}
      spec:
        failurePolicy: Fail
        matchConstraints:
          resourceRules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
        validations:
        - {expression: "!object.metadata.name.startsWith('bad-')", message: nothing bad here}
      """;

  private static final String BINDING =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: no-bad-deployments}
      spec: {policyName: no-bad-deployments, validationActions: [Deny]}
      """;

  private final Cluster cluster = Cluster.create();
  private final List<HasMetadata> policy =
      List.of(cluster.admin().resource(POLICY).item(), cluster.admin().resource(BINDING).item());

  @AfterEach
  void forgetThePolicy() {
    cluster.admin().resourceList(policy).delete();
  }

  @Test
  void whoIsRefusedDelaysNobodyAndGoesOnOnceNobodyRefuses() {
    cluster.redisSecret("redis:6379");
    cluster.admin().resourceList(policy).serverSideApply();
    await("the policy").atMost(Duration.ofSeconds(30)).until(this::isRefused);
    try (var _ = OperatorUnderTest.watchingAll()) {
      IntStream.range(0, REFUSED).forEach(i -> cluster.apply("bad-" + i, Yaml.TRIAL));
      cluster.awaitCondition("bad-" + (REFUSED - 1), "Ready", "False", "Refused");

      for (int i = 0; i < 10; i++) {
        var name = "good-" + i;
        cluster.apply(name, Yaml.TRIAL);
        await(name)
            .pollInterval(Duration.ofMillis(50))
            .atMost(Duration.ofSeconds(2))
            .until(() -> cluster.deployment(name) != null);
      }
      assertThat(cluster.deployment("bad-0")).isNull();

      cluster.admin().resourceList(policy).delete();
      await("all of them")
          .atMost(Duration.ofSeconds(90))
          .until(() ->
              IntStream.range(0, REFUSED).allMatch(i -> cluster.deployment("bad-" + i) != null));
    }
  }

  private boolean isRefused() {
    try {
      cluster
          .admin()
          .resource(
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: bad-probe, namespace: %s}
              spec:
                selector: {matchLabels: {a: b}}
                template:
                  metadata: {labels: {a: b}}
                  spec: {containers: [{name: a, image: a}]}
              """
                  .formatted(cluster.namespace()))
          .dryRun()
          .create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains("nothing bad here");
    }
  }
}
