package dev.longshore.operator.bench;

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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator can't be faster than: a bare client in a process of its own that applies the
 * same objects, and a status of each resource, and watches nothing. Arguments: prefix, namespaces,
 * services.
 */
final class Floor {

  private static final PodInputs INPUTS =
      new PodInputs(
          "longshore/upload-service:bench", Map.of("redis", "0123456789abcdef"), true, true);

  private Floor() {}

  public static void main(String[] args) {
    var population = new Population(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    try (var client = new KubernetesClientBuilder().build()) {
      Population.each(population.services(), index -> apply(client, population, index));
    }
  }

  private static void apply(KubernetesClient client, Population population, int index) {
    var service = population.service(index);
    Stream.<Optional<? extends HasMetadata>>of(
            DesiredServiceAccount.of(service),
            Optional.of(DesiredService.of(service)),
            DesiredNetworkPolicy.of(service),
            Optional.of(DesiredDeployment.of(service, INPUTS)),
            DesiredDisruptionBudget.of(service),
            DesiredAutoscaler.of(service),
            DesiredIngress.of(service),
            DesiredHttpRoute.of(service),
            DesiredMonitor.ofService(service))
        .flatMap(Optional::stream)
        .forEach(object -> client.resource(object).fieldManager("floor").serverSideApply());
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
