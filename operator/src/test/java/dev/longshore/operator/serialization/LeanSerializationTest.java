package dev.longshore.operator.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** What is read is what everybody reads, and little of it stays. */
class LeanSerializationTest {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: media
        labels: {app.kubernetes.io/name: upload-service, app.kubernetes.io/instance: media}
        managedFields:
        - manager: longshore
          operation: Apply
          fieldsType: FieldsV1
          fieldsV1:
            f:metadata:
              f:ownerReferences: {"k:{\\"uid\\":\\"1-2\\"}": {}}
            f:spec: {f:replicas: {}}
        ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: 1-2}]
      spec:
        replicas: 2
        newInTheNextVersion: {answer: [42]}
        selector:
          matchLabels: {app.kubernetes.io/name: upload-service}
        template:
          metadata:
            labels: {app.kubernetes.io/name: upload-service, app.kubernetes.io/instance: media}
          spec:
            containers:
            - name: a
              env: [{name: A, value: b}, {name: C}]
              resources: {limits: {memory: 1Gi}}
      """;

  private final KubernetesSerialization lean = LeanSerialization.create();

  @Test
  void everythingIsReadAndWritten() {
    var usual = new KubernetesSerialization();

    var read = lean.unmarshal(DEPLOYMENT, Deployment.class);

    assertThat(read).isEqualTo(usual.unmarshal(DEPLOYMENT, Deployment.class));
    assertThat(usual.unmarshal(lean.asJson(read), Deployment.class)).isEqualTo(read);
    assertThat(read.getSpec().getAdditionalProperties()).containsKey("newInTheNextVersion");
  }

  @Test
  void objectsShareTheirLabelsAndHaveNoMapsWithNothingInThem() {
    var first = lean.unmarshal(DEPLOYMENT, Deployment.class);
    var second = lean.unmarshal(DEPLOYMENT, Deployment.class);

    assertThat(second.getMetadata().getLabels())
        .isSameAs(first.getMetadata().getLabels())
        .isSameAs(second.getSpec().getTemplate().getMetadata().getLabels());
    assertThat(second.getSpec().getSelector().getMatchLabels())
        .isSameAs(first.getSpec().getSelector().getMatchLabels());
    assertThat(second.getMetadata().getAdditionalProperties())
        .isSameAs(first.getSpec().getTemplate().getSpec().getAdditionalProperties());
  }

  @Test
  void whatASecretHoldsIsNotShared() {
    var yaml =
        """
        apiVersion: v1
        kind: Secret
        data: {labels: YQ==, selector: Yg==}
        """;

    var first = lean.unmarshal(yaml, Secret.class);

    assertThat(lean.unmarshal(yaml, Secret.class).getData())
        .isEqualTo(first.getData())
        .isNotSameAs(first.getData());
  }
}
