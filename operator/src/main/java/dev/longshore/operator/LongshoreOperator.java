package dev.longshore.operator;

import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.desired.Intent;
import dev.longshore.operator.health.HealthServer;
import dev.longshore.operator.observe.IdleMemory;
import dev.longshore.operator.observe.OperatorMetrics;
import dev.longshore.operator.observe.tracing.Tracing;
import dev.longshore.operator.serialization.SharingCloner;
import dev.longshore.operator.status.EventRecorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Optional;

/** The running operator: controller, leader election and health, from start to stop. */
final class LongshoreOperator implements AutoCloseable {

  private static final Duration FINISH_RECONCILES = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Optional<LeaderLease> lease;
  private final Operator operator;
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final IdleMemory memory = new IdleMemory(metrics::started);
  private final EventRecorder events;
  private final HealthServer health;

  /**
   * Prepares the operator; nothing runs before {@link #start()}.
   *
   * @param tracing has reconciliations be traced, if they are
   * @param onLost called when another operator has taken the lease; must end this one at once
   */
  LongshoreOperator(
      OperatorConfig config, KubernetesClient client, Optional<Tracing> tracing, Runnable onLost) {
    this.client = client;
    this.events = new EventRecorder(client);
    this.lease =
        config
            .lease()
            .map(settings -> new LeaderLease(settings, new LeaseOwners(client, settings), onLost));
    this.operator =
        new Operator(overrider -> {
          overrider
              .withKubernetesClient(client)
              .withResourceCloner(new SharingCloner(client.getKubernetesSerialization()))
              .withMetrics(observers(tracing))
              // The lease is given back after the operator has stopped.
              .withCloseClientOnStop(false)
              .withConcurrentReconciliationThreads(config.workers())
              .withConcurrentWorkflowExecutorThreads(1)
              .withReconciliationTerminationTimeout(FINISH_RECONCILES)
              // Objects should carry no annotation that only this library understands.
              .withPreviousAnnotationForDependentResources(false);
          lease.ifPresent(l -> overrider.withLeaderElectionConfiguration(l.election()));
        });
    operator.register(
        new UploadServiceReconciler(config, events),
        controller -> {
          controller.withRetry(
              new GenericRetry()
                  .setInitialInterval(Duration.ofSeconds(1))
                  .setIntervalMultiplier(2)
                  .setMaxInterval(Duration.ofMinutes(1).toMillis())
                  .withoutMaxAttempts());
          controller.withOnUpdateFilter((now, before) ->
              !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
                  || now.isMarkedForDeletion()
                  || Intent.differs(now, before));
          if (!config.watchNamespaces().isEmpty()) {
            controller.settingNamespaces(config.watchNamespaces());
          }
        });
    this.health = new HealthServer(config.healthPort(), operator.getRuntimeInfo(), metrics::scrape);
  }

  private Metrics observers(Optional<Tracing> tracing) {
    return tracing
        .map(spans -> spans.beside(metrics.reconciliations()))
        .orElse(metrics.reconciliations());
  }

  void start() {
    health.start();
    operator.start();
    memory.start();
  }

  /** Port of the probes. */
  int healthPort() {
    return health.port();
  }

  /** Finishes what is being reconciled, then gives the lease back. */
  @Override
  public void close() {
    lease.ifPresent(LeaderLease::beforeStop);
    operator.stop();
    lease.ifPresent(l -> l.release(client));
    events.close();
    health.close();
    memory.close();
    metrics.close();
  }
}
