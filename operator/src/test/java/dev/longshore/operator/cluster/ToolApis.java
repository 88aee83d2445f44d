package dev.longshore.operator.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The APIs of Argo CD, Flux and OLM, as they are published; {@code build/apis all}. */
public final class ToolApis {

  private static final Path FOLDER = Path.of("target", "tools");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ToolApis() {}

  /** Has the API server know them. */
  public static void install(KubernetesClient admin) {
    definitions(admin).forEach(crd -> admin.resource(crd).forceConflicts().serverSideApply());
    definitions(admin)
        .forEach(crd ->
            await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> isServed(admin, crd.getMetadata().getName())));
  }

  private static boolean isServed(KubernetesClient admin, String name) {
    return admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(name)
        .get()
        .getStatus()
        .getConditions()
        .stream()
        .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static List<CustomResourceDefinition> definitions(KubernetesClient admin) {
    try (var files = Files.list(FOLDER)) {
      return files
          .sorted()
          .map(file ->
              admin.apiextensions().v1().customResourceDefinitions().load(file.toFile()).item())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("No CRDs of tools: run `make kube`", e);
    }
  }
}
