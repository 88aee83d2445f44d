package dev.longshore.operator;

import dev.longshore.operator.config.LeaseConfig;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of one operator: losing it ends the process, since another one works from then on;
 * stopping gives it back, so that the next one need not wait until it runs out.
 */
final class LeaderLease {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

  private final LeaseConfig config;
  private final LeaseOwners owners;
  private final Runnable onLost;
  private final AtomicBoolean stopping = new AtomicBoolean();

  LeaderLease(LeaseConfig config, LeaseOwners owners, Runnable onLost) {
    this.config = config;
    this.owners = owners;
    this.onLost = onLost;
  }

  LeaderElectionConfiguration election() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(config.name())
        .withLeaseNamespace(config.namespace())
        .withIdentity(config.identity())
        .withLeaseDuration(config.duration())
        .withRenewDeadline(config.renewDeadline())
        .withRetryPeriod(config.retryPeriod())
        // Exiting from within a shutdown would hang it; stopLeading below knows the difference.
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                this::startLeading,
                this::stopLeading,
                leader -> LOG.info("The leader is {}", leader)))
        .build();
  }

  private void startLeading() {
    LOG.info("{} leads now", config.identity());
    owners.claim();
  }

  private void stopLeading() {
    if (!stopping.get()) {
      LOG.error("{} lost the lease {}; exiting", config.identity(), config.name());
      onLost.run();
    }
  }

  void beforeStop() {
    stopping.set(true);
  }

  /** Gives the lease back. To be called when nothing is reconciled any more. */
  void release(KubernetesClient client) {
    try {
      var leases = client.leases().inNamespace(config.namespace()).withName(config.name());
      var lease = leases.get();
      if (lease == null || !config.identity().equals(lease.getSpec().getHolderIdentity())) {
        return;
      }
      client
          .resource(
              new LeaseBuilder(lease)
                  .editSpec()
                  .withHolderIdentity("")
                  .withLeaseDurationSeconds(1)
                  .endSpec()
                  .build())
          .update();
      LOG.info("{} gave the lease {} back", config.identity(), config.name());
    } catch (KubernetesClientException e) {
      LOG.warn("Could not give the lease back; the next leader waits for it: {}", e.getMessage());
    }
  }
}
