package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.ContainerSecuritySpec;
import dev.longshore.api.v1alpha1.ContainerSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.List;

/** Containers before and beside the service's own, with no more rights than it has. */
final class FurtherContainers {

  private FurtherContainers() {}

  static List<Container> of(List<ContainerSpec> wanted) {
    return PodWords.orEmpty(wanted).stream().map(FurtherContainers::container).toList();
  }

  private static Container container(ContainerSpec wanted) {
    var container = PodWords.one(wanted, Container.class);
    return new ContainerBuilder(container)
        .withEnv(environment(wanted))
        .withResources(
            wanted.resources() == null ? null : ServiceContainer.resources(wanted.resources()))
        .withSecurityContext(restricted(wanted.securityContext()))
        .build();
  }

  private static List<EnvVar> environment(ContainerSpec wanted) {
    return PodWords.orEmpty(wanted.env()).stream().map(PodWords::variable).toList();
  }

  private static SecurityContext restricted(ContainerSecuritySpec wanted) {
    var context =
        wanted == null ? new SecurityContext() : PodWords.one(wanted, SecurityContext.class);
    return new SecurityContextBuilder(context)
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
