package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.PodInputs;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Optional;

/** Everything that belongs to one upload service. */
public final class OwnedObjects {

  static final String POD_INPUTS = "pod-inputs";

  private final ServiceAccountDependent serviceAccount = new ServiceAccountDependent();
  private final ServiceDependent service = new ServiceDependent();
  private final DeploymentDependent deployment = new DeploymentDependent();

  /** Event sources that find a resource by what it owns. */
  public List<EventSource<?, UploadService>> eventSources(
      EventSourceContext<UploadService> context) {
    return List.of(
        serviceAccount.initEventSource(context),
        service.initEventSource(context),
        deployment.initEventSource(context));
  }

  /**
   * Makes what is there what the resource asks for.
   *
   * @return the Deployment as it is now
   * @throws NameConflictException when somebody else's object has the name
   */
  public Deployment apply(
      UploadService resource, PodInputs inputs, Context<UploadService> context) {
    context.managedWorkflowAndDependentResourceContext().put(POD_INPUTS, inputs);
    serviceAccount.reconcile(resource, context);
    service.reconcile(resource, context);
    return deployment.reconcile(resource, context).getSingleResource().orElseThrow();
  }

  /** The Deployment as it was last seen, if there is one. */
  public Optional<Deployment> deployment(UploadService resource, Context<UploadService> context) {
    return deployment.getSecondaryResource(resource, context);
  }
}
