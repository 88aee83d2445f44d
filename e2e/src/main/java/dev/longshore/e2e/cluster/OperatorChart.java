package dev.longshore.e2e.cluster;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.nio.file.Path;
import java.util.Map;

/**
 * The chart {@code helm/longshore}, installed as README says it, with the images that were just
 * built.
 */
public final class OperatorChart {
  public static final String NAMESPACE = "longshore-system";
  private static final String RELEASE = "longshore";
  private static final int TIMEOUT_SECONDS = 120;
  private static final Path CHART = Images.root().resolve("helm/longshore");

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
        .serverSideApply();
    install(cluster, CHART);
  }

  /** Installs this chart into the same namespace, such as the package of an older one. */
  public static void install(Cluster cluster, Path chart) {
    Helm.install(chart.toString())
        .withKubeConfig(cluster.kubeconfig())
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .waitReady()
        .withTimeout(TIMEOUT_SECONDS)
        .call();
  }

  /**
   * Makes the release what today's chart with these values says, also where there is none, and
   * waits until its pods are.
   */
  public static void upgrade(Cluster cluster, Map<String, String> values) {
    var upgrade =
        Helm.upgrade(CHART.toString())
            .install()
            .resetValues()
            .withKubeConfig(cluster.kubeconfig())
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .waitReady()
            .withTimeout(TIMEOUT_SECONDS);
    values.forEach(upgrade::set);
    upgrade.call();
  }

  /**
   * Runs {@code helm test}.
   *
   * @throws IllegalStateException when it fails
   */
  public static void test(Cluster cluster) {
    Helm.test(RELEASE)
        .withKubeConfig(cluster.kubeconfig())
        .withNamespace(NAMESPACE)
        .withTimeout(TIMEOUT_SECONDS)
        .call();
  }

  /** Takes the release away. */
  public static void uninstall(Cluster cluster) {
    Helm.uninstall(RELEASE).withKubeConfig(cluster.kubeconfig()).withNamespace(NAMESPACE).call();
  }
}
