package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.DesiredDeployment;
import dev.longshore.operator.desired.PodInputs;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;

final class DeploymentDependent extends OwnedDependent<Deployment> {

  DeploymentDependent() {
    super(Deployment.class);
  }

  @Override
  protected Deployment desired(UploadService service, Context<UploadService> context) {
    var inputs =
        context
            .managedWorkflowAndDependentResourceContext()
            .getMandatory(OwnedObjects.POD_INPUTS, PodInputs.class);
    return DesiredDeployment.of(service, inputs);
  }
}
