package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.DesiredAutoscaler;
import dev.longshore.operator.desired.DesiredDisruptionBudget;
import dev.longshore.operator.desired.DesiredHttpRoute;
import dev.longshore.operator.desired.DesiredIngress;
import dev.longshore.operator.desired.DesiredMonitor;
import dev.longshore.operator.desired.DesiredNetworkPolicy;
import dev.longshore.operator.desired.DesiredService;
import dev.longshore.operator.desired.DesiredServiceAccount;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that belongs to one upload service. */
public final class OwnedObjects {

  private final OwnedDependent<ServiceAccount> serviceAccount =
      new PlainDependent<>(ServiceAccount.class);
  private final OwnedDependent<Service> service = new PlainDependent<>(Service.class);
  private final OwnedDependent<NetworkPolicy> networkPolicy =
      new PlainDependent<>(NetworkPolicy.class);
  private final DeploymentDependent deployment = new DeploymentDependent();
  private final OwnedDependent<PodDisruptionBudget> disruptionBudget =
      new PlainDependent<>(PodDisruptionBudget.class);
  private final AutoscalerDependent autoscaler = new AutoscalerDependent();
  private final OwnedDependent<Ingress> ingress = new PlainDependent<>(Ingress.class);
  private final OptionalDependent<HTTPRoute> httpRoute = new OptionalDependent<>(HTTPRoute.class);
  private final OptionalDependent<ServiceMonitor> serviceMonitor =
      new OptionalDependent<>(ServiceMonitor.class);
  private final OptionalDependent<PodMonitor> podMonitor =
      new OptionalDependent<>(PodMonitor.class);
  private final Settled settled = new Settled();

  /** Event sources that find a resource by what it owns. */
  public List<EventSource<?, UploadService>> eventSources(
      EventSourceContext<UploadService> context) {
    var sources = new ArrayList<EventSource<?, UploadService>>();
    Stream.of(
            serviceAccount,
            service,
            networkPolicy,
            deployment,
            disruptionBudget,
            autoscaler,
            ingress)
        .forEach(dependent -> sources.add(dependent.initEventSource(context)));
    Stream.of(httpRoute, serviceMonitor, podMonitor)
        .forEach(dependent -> dependent.eventSource(context).ifPresent(sources::add));
    return sources;
  }

  /**
   * Makes what is there what the resource asks for: what pods need before the pods, and what brings
   * them work after them.
   *
   * @param pods the Deployment to apply; none to leave the one that is there
   * @throws NameConflictException when somebody else's object has the name
   */
  public Applied apply(
      UploadService resource, Optional<Deployment> pods, Context<UploadService> context) {
    if (settled.holds(resource, versions(seen(resource, context)))) {
      return new Applied(applyPods(resource, pods, context), true, true);
    }
    var account = DesiredServiceAccount.of(resource);
    var accountNow =
        account.isPresent()
            ? serviceAccount.apply(account, resource, context)
            : Optional.<ServiceAccount>empty();
    var serviceNow = service.apply(Optional.of(DesiredService.of(resource)), resource, context);
    var policyNow = networkPolicy.apply(DesiredNetworkPolicy.of(resource), resource, context);
    var podsNow = applyPods(resource, pods, context);
    if (account.isEmpty()) {
      // Pods that were to start with it would not find it.
      serviceAccount.apply(account, resource, context);
    }
    var route = DesiredHttpRoute.of(resource);
    var byService = DesiredMonitor.ofService(resource);
    var byPods = DesiredMonitor.ofPods(resource);
    var budgetNow = disruptionBudget.apply(DesiredDisruptionBudget.of(resource), resource, context);
    var autoscalerNow = autoscaler.apply(DesiredAutoscaler.of(resource), resource, context);
    var ingressNow = ingress.apply(DesiredIngress.of(resource), resource, context);
    var routeNow = httpRoute.apply(route, resource, context);
    var byServiceNow = serviceMonitor.apply(byService, resource, context);
    var byPodsNow = podMonitor.apply(byPods, resource, context);
    var applied =
        new Applied(
            podsNow,
            route.isEmpty() || routeNow.isPresent(),
            (byService.isEmpty() || byServiceNow.isPresent())
                && (byPods.isEmpty() || byPodsNow.isPresent()));
    if (applied.isComplete()) {
      settled.remember(
          resource,
          versions(
              Stream.of(
                  accountNow,
                  serviceNow,
                  policyNow,
                  budgetNow,
                  autoscalerNow,
                  ingressNow,
                  routeNow,
                  byServiceNow,
                  byPodsNow)),
          id -> context.getPrimaryCache().get(id).isPresent());
    }
    return applied;
  }

  private Deployment applyPods(
      UploadService resource, Optional<Deployment> pods, Context<UploadService> context) {
    return pods.isPresent()
        ? deployment.apply(pods, resource, context).orElseThrow()
        : deployment(resource, context).orElseThrow();
  }

  /** All but the Deployment, in one order. */
  private Stream<Optional<? extends HasMetadata>> seen(
      UploadService resource, Context<UploadService> context) {
    return Stream.of(
        serviceAccount.getSecondaryResource(resource, context),
        service.getSecondaryResource(resource, context),
        networkPolicy.getSecondaryResource(resource, context),
        disruptionBudget.getSecondaryResource(resource, context),
        autoscaler.getSecondaryResource(resource, context),
        ingress.getSecondaryResource(resource, context),
        httpRoute.seen(resource, context),
        serviceMonitor.seen(resource, context),
        podMonitor.seen(resource, context));
  }

  private static List<String> versions(Stream<Optional<? extends HasMetadata>> objects) {
    return objects
        .map(object -> object.map(it -> it.getMetadata().getResourceVersion()).orElse(""))
        .toList();
  }

  /** The Deployment as it was last seen, if there is one. */
  public Optional<Deployment> deployment(UploadService resource, Context<UploadService> context) {
    return deployment.getSecondaryResource(resource, context);
  }

  /** Whether an autoscaler, ours or another's, says how many pods there are. */
  public boolean isScaledElsewhere(UploadService resource, Context<UploadService> context) {
    return resource.getSpec().autoscaling() != null
        || autoscaler.isScaledByAnother(resource, context);
  }
}
