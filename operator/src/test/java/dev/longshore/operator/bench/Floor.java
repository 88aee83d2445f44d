package dev.longshore.operator.bench;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.DesiredAutoscaler;
import dev.longshore.operator.desired.DesiredDeployment;
import dev.longshore.operator.desired.DesiredDisruptionBudget;
import dev.longshore.operator.desired.DesiredHttpRoute;
import dev.longshore.operator.desired.DesiredIngress;
import dev.longshore.operator.desired.DesiredMonitor;
import dev.longshore.operator.desired.DesiredNetworkPolicy;
import dev.longshore.operator.desired.DesiredService;
import dev.longshore.operator.desired.DesiredServiceAccount;
import dev.longshore.operator.desired.PodInputs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator can't be faster than: a bare client in a process of its own that applies the
 * same objects, and watches nothing. Arguments: prefix, namespaces, services. It does the tasks
 * that it reads, one a line, and writes a line when one is done.
 */
final class Floor {

  /** What it can be told to do. */
  enum Task {
    /** Every object and a status of each resource. */
    ALL,
    /** The Deployments, whose pods have another Secret's digest. */
    NEW_SECRETS
  }

  /** What it says when it has done a task; Java may say other things. */
  static final String DONE = "done";

  private Floor() {}

  public static void main(String[] args) throws IOException {
    var population = new Population(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    var tasks = new BufferedReader(new InputStreamReader(System.in));
    try (var client = new KubernetesClientBuilder().build()) {
      for (var line = tasks.readLine(); line != null; line = tasks.readLine()) {
        var task = Task.valueOf(line);
        Population.each(
            population.services(), index -> apply(client, population.service(index), task));
        System.out.println(DONE);
      }
    }
  }

  private static void apply(KubernetesClient client, UploadService service, Task task) {
    switch (task) {
      case ALL -> all(client, service);
      case NEW_SECRETS -> apply(client, deployment(service, "fedcba9876543210"));
    }
  }

  private static Deployment deployment(UploadService service, String secret) {
    return DesiredDeployment.of(
        service,
        new PodInputs("longshore/upload-service:bench", Map.of("redis", secret), true, true));
  }

  private static void apply(KubernetesClient client, HasMetadata object) {
    client.resource(object).fieldManager("floor").serverSideApply();
  }

  private static void all(KubernetesClient client, UploadService service) {
    Stream.<Optional<? extends HasMetadata>>of(
            DesiredServiceAccount.of(service),
            Optional.of(DesiredService.of(service)),
            DesiredNetworkPolicy.of(service),
            Optional.of(deployment(service, "0123456789abcdef")),
            DesiredDisruptionBudget.of(service),
            DesiredAutoscaler.of(service),
            DesiredIngress.of(service),
            DesiredHttpRoute.of(service),
            DesiredMonitor.ofService(service))
        .flatMap(Optional::stream)
        .forEach(object -> apply(client, object));
    client
        .resource(service)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("floor")
                .build(),
            "{\"status\":{\"observedGeneration\":1,\"replicas\":0}}");
  }
}
