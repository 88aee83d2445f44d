package dev.longshore.operator;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.dependent.NameConflictException;
import dev.longshore.operator.dependent.OwnedObjects;
import dev.longshore.operator.desired.DesiredDeployment;
import dev.longshore.operator.desired.DesiredPods;
import dev.longshore.operator.desired.Intent;
import dev.longshore.operator.desired.PodInputs;
import dev.longshore.operator.pod.ServicePods;
import dev.longshore.operator.secret.SecretState;
import dev.longshore.operator.secret.UsedSecrets;
import dev.longshore.operator.status.Blocker;
import dev.longshore.operator.status.EventRecorder;
import dev.longshore.operator.status.Observation;
import dev.longshore.operator.status.SecretNews;
import dev.longshore.operator.status.StatusRecorder;
import dev.longshore.operator.status.StatusReport;
import dev.longshore.operator.upgrade.UpgradeTurns;
import dev.longshore.operator.volume.StorageClaims;
import dev.longshore.operator.volume.VolumeState;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the cluster what an {@code UploadService} says: observe, validate, reconcile, record. */
@ControllerConfiguration(
    name = "uploadservice",
    fieldManager = OperatorConfig.FIELD_MANAGER,
    // Annotations count, too: LongshoreOperator says which changes do.
    generationAwareEventProcessing = false)
public final class UploadServiceReconciler implements Reconciler<UploadService> {

  private static final Logger LOG = LoggerFactory.getLogger(UploadServiceReconciler.class);

  /** Somebody else's object carries no label that would tell the operator when it goes. */
  private static final Duration LOOK_AGAIN_AT_CONFLICT = Duration.ofSeconds(30);

  /** An API that is missing is not watched for, nor is a turn that somebody gave up. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /** Unless the Deployment itself tells of its pods before. */
  private static final Duration STATUS_OF_NEW_SECRETS = Duration.ofSeconds(1);

  /** Bad request, forbidden, not valid. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 422);

  private final OperatorConfig config;
  private final UsedSecrets secrets = new UsedSecrets();
  private final StorageClaims claims = new StorageClaims();
  private final ServicePods pods = new ServicePods();
  private final OwnedObjects owned = new OwnedObjects();
  private final UpgradeTurns turns;
  private final SecretNews news;
  private final StatusRecorder recorder;

  UploadServiceReconciler(OperatorConfig config, EventRecorder events) {
    this.config = config;
    this.turns = new UpgradeTurns(config.upgradesAtOnce());
    this.news = new SecretNews(events);
    this.recorder = new StatusRecorder(events);
  }

  @Override
  public List<EventSource<?, UploadService>> prepareEventSources(
      EventSourceContext<UploadService> context) {
    var sources = new ArrayList<>(secrets.eventSources(config.watchNamespaces(), context));
    sources.addAll(pods.eventSources(config.watchNamespaces(), context));
    sources.add(claims.eventSource(context));
    sources.addAll(owned.eventSources(context));
    sources.add(turns.eventSource());
    return sources;
  }

  @Override
  public UpdateControl<UploadService> reconcile(
      UploadService service, Context<UploadService> context) {
    try {
      return reconcileOnce(service, context);
    } catch (KubernetesClientException e) {
      LOG.warn(
          "To be tried again, ever more slowly: {}",
          e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
      throw e;
    } catch (RuntimeException e) {
      LOG.error("To be tried again, ever more slowly", e);
      throw e;
    }
  }

  private UpdateControl<UploadService> reconcileOnce(
      UploadService service, Context<UploadService> context) {
    if (Intent.isPaused(service)) {
      recorder.record(service, StatusReport.paused(service, Instant.now()), context);
      return UpdateControl.noUpdate();
    }
    var seen = observe(service, context);
    if (seen.blocker().isPresent()) {
      // What is missing is watched; an older resource with the same sessions is not.
      return record(service, seen, context).rescheduleAfter(LOOK_AGAIN_AT_CONFLICT);
    }
    try {
      return apply(service, seen, context);
    } catch (NameConflictException e) {
      return record(service, seen.with(Blocker.nameConflict(e.getMessage())), context)
          .rescheduleAfter(LOOK_AGAIN_AT_CONFLICT);
    } catch (KubernetesClientException e) {
      if (isRefusal(e)) {
        record(service, seen.with(Blocker.refused(e.getStatus().getMessage())), context);
      }
      // Tried again, ever more slowly: what is refused now may be allowed later.
      throw e;
    }
  }

  private Observation observe(UploadService service, Context<UploadService> context) {
    var secret = secrets.find(service);
    var volume = claims.find(service);
    return Observation.before(
        secret,
        volume,
        owned.deployment(service, context),
        pods.trouble(service),
        secrets
            .rival(service)
            .map(older -> Blocker.prefixShared(service, older))
            .or(() -> Blocker.first(service, secret, volume)));
  }

  private UpdateControl<UploadService> apply(
      UploadService service, Observation seen, Context<UploadService> context) {
    var inputs = inputs(service, seen, context);
    var settled = owned.settled(service, inputs, context);
    if (settled.isPresent()) {
      return finish(service, seen.after(service, settled.get()), context);
    }
    var desired = DesiredPods.of(service, inputs);
    var itsTurn = isItsTurn(service, seen, desired.deployment(), context);
    var applied = owned.apply(service, itsTurn ? Optional.of(desired) : Optional.empty(), context);
    var hasNewSecrets =
        itsTurn
            && seen.deployment()
                .filter(before -> news.tell(service, before, inputs.secretDigests()))
                .isPresent();
    if (hasNewSecrets && hasStatusOfItsSpec(service)) {
      // One Secret may be used by a thousand: all of them get pods with its new value before
      // anybody's status says so.
      return UpdateControl.<UploadService>noUpdate().rescheduleAfter(STATUS_OF_NEW_SECRETS);
    }
    var after = seen.after(service, applied);
    var control =
        itsTurn
            ? finish(service, after, context)
            : record(service, after.waitingFor(turns.upgrading()), context);
    return applied.isComplete() && itsTurn ? control : control.rescheduleAfter(LOOK_AGAIN);
  }

  private UpdateControl<UploadService> finish(
      UploadService service, Observation after, Context<UploadService> context) {
    if (after.isRolledOut()) {
      turns.release(ResourceID.fromResource(service));
    }
    return record(service, after, context);
  }

  /** Whatever a new operator alone brings waits for its turn; all else is done at once. */
  private boolean isItsTurn(
      UploadService service, Observation seen, Deployment desired, Context<UploadService> context) {
    return seen.deployment()
        .filter(before -> DesiredDeployment.isUpgrade(service, before, desired))
        .map(_ ->
            turns.take(
                ResourceID.fromResource(service),
                id -> context.getPrimaryCache().get(id).isPresent()))
        .orElse(true);
  }

  private PodInputs inputs(
      UploadService service, Observation seen, Context<UploadService> context) {
    return new PodInputs(
        config.uploadServiceImage(),
        ((SecretState.Found) seen.secret()).digests(),
        seen.volume() instanceof VolumeState.Usable usable && usable.shared(),
        owned.isScaledElsewhere(service, context));
  }

  private static boolean hasStatusOfItsSpec(UploadService service) {
    return service.getStatus() != null
        && service.getMetadata().getGeneration().equals(service.getStatus().observedGeneration());
  }

  private UpdateControl<UploadService> record(
      UploadService service, Observation seen, Context<UploadService> context) {
    recorder.record(service, StatusReport.of(service, seen, Instant.now()), context);
    return UpdateControl.noUpdate();
  }

  /** Whether the API server understood and said no; anything else may pass by itself. */
  private static boolean isRefusal(KubernetesClientException e) {
    return e.getStatus() != null && REFUSALS.contains(e.getCode());
  }
}
