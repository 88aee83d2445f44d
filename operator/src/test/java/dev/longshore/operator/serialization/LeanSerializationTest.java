package dev.longshore.operator.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        // As the API server writes its own kinds, and those of a CustomResourceDefinition.
        """
        {"type":"ADDED","object":{"kind":"Deployment","apiVersion":"apps/v1",
        "metadata":{"name":"media","labels":{"a":"b"}},"spec":{"replicas":2}}}\
        """,
        """
        {"type":"MODIFIED","object":{"apiVersion":"longshore.dev/v1alpha1","kind":"UploadService",
        "metadata":{"name":"media"},"spec":{"image":"a"}}}\
        """,
        // Nobody does, and anybody may.
        """
        {"new":{"a":[1]},"object":{"metadata":{"name":"media"},"apiVersion":"v1","kind":"Service"},
        "type":"DELETED"}\
        """,
        // Kinds that are not known, and what is none.
        """
        {"type":"ADDED","object":{"kind":"Node","apiVersion":"v1","metadata":{"name":"a"}}}\
        """,
        """
        {"type":"ADDED","object":{"kind":"Service","metadata":{"name":"a"}}}\
        """,
        """
        {"type":"BOOKMARK","object":{"kind":"Service","apiVersion":"v1"}}\
        """,
        """
        {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","code":410}}\
        """
      })
  void whatAWatchTellsIsReadAsUsual(String json) {
    var usual = new KubernetesSerialization(new ObjectMapper(), false);
    LeanSerialization.KINDS.forEach(usual::registerKubernetesResource);

    var read = lean.unmarshal(json, WatchEvent.class);

    var expected = usual.unmarshal(json, WatchEvent.class);
    assertThat(read.getType()).isEqualTo(expected.getType());
    assertThat(read.getObject()).isNotNull().isEqualTo(expected.getObject());
  }
}
