package dev.longshore.operator.bench;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Does what Deployment controller and kubelets would: says of every Deployment that it is ready.
 */
final class Kubelets implements AutoCloseable, ResourceEventHandler<Deployment> {

  private final KubernetesClient client;
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final SharedIndexInformer<Deployment> informer;

  Kubelets(KubernetesClient client) {
    this.client = client;
    this.informer = client.apps().deployments().inAnyNamespace().inform(this);
  }

  @Override
  public void onAdd(Deployment deployment) {
    pool.submit(() -> makeReady(deployment));
  }

  @Override
  public void onUpdate(Deployment before, Deployment now) {
    onAdd(now);
  }

  @Override
  public void onDelete(Deployment deployment, boolean deletedFinalStateUnknown) {
    // nothing to say
  }

  private void makeReady(Deployment deployment) {
    var generation = deployment.getMetadata().getGeneration();
    var status = deployment.getStatus();
    if (status != null && generation.equals(status.getObservedGeneration())) {
      return;
    }
    var pods = deployment.getSpec().getReplicas();
    deployment.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(generation)
            .withReplicas(pods)
            .withUpdatedReplicas(pods)
            .withReadyReplicas(pods)
            .withAvailableReplicas(pods)
            .build());
    client
        .resource(deployment)
        .lockResourceVersion(deployment.getMetadata().getResourceVersion())
        .updateStatus();
  }

  @Override
  public void close() {
    informer.close();
    pool.shutdownNow();
  }
}
