package dev.longshore.e2e.cluster;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;

/**
 * The chart {@code helm/longshore}, installed as README says it, with the images that were just
 * built.
 */
public final class OperatorChart {
  public static final String NAMESPACE = "longshore-system";
  private static final int TIMEOUT_SECONDS = 120;

  private OperatorChart() {}

  /**
   * Installs the chart into a namespace that enforces restricted Pod Security, and waits for it.
   */
  public static void install(Cluster cluster) {
    cluster
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    Helm.install(Images.root().resolve("helm/longshore").toString())
        .withKubeConfig(cluster.kubeconfig())
        .withName("longshore")
        .withNamespace(NAMESPACE)
        .waitReady()
        .withTimeout(TIMEOUT_SECONDS)
        .call();
  }
}
