package dev.longshore.operator.chart;

import dev.longshore.operator.cluster.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The chart as plain YAML, for who has no Helm: a file to apply, and one for Kustomize. */
final class InstallManifest {

  /** What only Helm understands, or what would say that Helm manages the objects. */
  private static final List<String> OF_HELM =
      List.of("helm.sh/", "app.kubernetes.io/managed-by: Helm", "# Source: ");

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: longshore-system
        labels:
          pod-security.kubernetes.io/enforce: restricted
      """;

  private static final String KUSTOMIZATION =
      """
      apiVersion: kustomize.config.k8s.io/v1beta1
      kind: Kustomization
      resources: [install.yaml]
      """;

  private InstallManifest() {}

  static String yaml() {
    return NAMESPACE
        + Chart.yaml("{}")
            .lines()
            .filter(line -> OF_HELM.stream().noneMatch(line.strip()::startsWith))
            .reduce("", (all, line) -> all + line + "\n")
            .replace("  annotations:\n  name:", "  name:");
  }

  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("install.yaml"), yaml());
    Files.writeString(folder.resolve("kustomization.yaml"), KUSTOMIZATION);
    return folder;
  }
}
