package dev.longshore.operator.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The Gateway API and the Prometheus Operator's, as they are published; {@code build/apis}. */
public final class ForeignApis {

  private static final Path FOLDER = Path.of("target", "apis");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<Class<? extends HasMetadata>> TYPES =
      List.of(HTTPRoute.class, ServiceMonitor.class, PodMonitor.class);

  private final KubernetesClient admin;

  public ForeignApis(KubernetesClient admin) {
    this.admin = admin;
  }

  public void install() {
    definitions().forEach(crd -> admin.resource(crd).forceConflicts().serverSideApply());
    TYPES.forEach(type -> await().atMost(PATIENCE).until(() -> admin.supports(type)));
    TYPES.forEach(type ->
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> admin.resources(type).inAnyNamespace().list() != null));
  }

  public void remove() {
    definitions().forEach(crd -> admin.resource(crd).delete());
    TYPES.forEach(type -> await().atMost(PATIENCE).until(() -> !admin.supports(type)));
  }

  private List<CustomResourceDefinition> definitions() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(this::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("No CRDs of others: run `make kube`", e);
    }
  }

  private CustomResourceDefinition read(Path file) {
    return admin.apiextensions().v1().customResourceDefinitions().load(file.toFile()).item();
  }
}
