package dev.longshore.operator.dependent;

import static java.util.stream.Collectors.partitioningBy;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.DesiredAutoscaler;
import dev.longshore.operator.desired.DesiredDisruptionBudget;
import dev.longshore.operator.desired.DesiredHttpRoute;
import dev.longshore.operator.desired.DesiredIngress;
import dev.longshore.operator.desired.DesiredMonitor;
import dev.longshore.operator.desired.DesiredNetworkPolicy;
import dev.longshore.operator.desired.DesiredPods;
import dev.longshore.operator.desired.DesiredService;
import dev.longshore.operator.desired.DesiredServiceAccount;
import dev.longshore.operator.desired.PodInputs;
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
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

  private final List<Part<?>> beforePods =
      List.of(
          new Part<>(serviceAccount, DesiredServiceAccount::of),
          new Part<>(service, it -> Optional.of(DesiredService.of(it))),
          new Part<>(networkPolicy, DesiredNetworkPolicy::of));
  private final Part<HTTPRoute> route = new Part<>(httpRoute, DesiredHttpRoute::of);
  private final List<Part<?>> monitors =
      List.of(
          new Part<>(serviceMonitor, DesiredMonitor::ofService),
          new Part<>(podMonitor, DesiredMonitor::ofPods));
  private final List<Part<?>> afterPods =
      Stream.concat(
              Stream.<Part<?>>of(
                  new Part<>(disruptionBudget, DesiredDisruptionBudget::of),
                  new Part<>(autoscaler, DesiredAutoscaler::of),
                  new Part<>(ingress, DesiredIngress::of),
                  route),
              monitors.stream())
          .toList();
  private final Settled<List<String>> settled = new Settled<>();
  private final Settled<SettledPods> settledPods = new Settled<>();

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
   * What is there, if neither the resource nor any of it has changed since all of it was what the
   * resource asks for.
   */
  public Optional<Applied> settled(
      UploadService resource, PodInputs inputs, Context<UploadService> context) {
    return deployment(resource, context)
        .filter(pods -> settledPods.holds(resource, SettledPods.of(resource, inputs, pods)))
        .filter(_ -> settled.holds(resource, versions(resource, context)))
        .map(pods -> new Applied(pods, true, true));
  }

  /**
   * Makes what is there what the resource asks for: what pods need before the pods, and what brings
   * them work after them.
   *
   * @param pods the pods that there are to be; none to leave those that there are
   * @throws NameConflictException when somebody else's object has the name
   */
  public Applied apply(
      UploadService resource, Optional<DesiredPods> pods, Context<UploadService> context) {
    if (settled.holds(resource, versions(resource, context))) {
      return new Applied(applyPods(resource, pods, context), true, true);
    }
    var now = new HashMap<Part<?>, Part.Outcome>();
    var needed = beforePods.stream().collect(partitioningBy(part -> part.isWanted(resource)));
    needed.get(true).forEach(part -> now.put(part, part.apply(resource, context)));
    var podsNow = applyPods(resource, pods, context);
    // Pods that were to start with it would not find it.
    needed.get(false).forEach(part -> now.put(part, part.apply(resource, context)));
    afterPods.forEach(part -> now.put(part, part.apply(resource, context)));
    var applied =
        new Applied(
            // Meanwhile, others have begun to write its status: a write of ours less.
            deployment(resource, context).orElse(podsNow),
            now.get(route).complete(),
            monitors.stream().allMatch(monitor -> now.get(monitor).complete()));
    if (applied.isComplete()) {
      settled.remember(
          resource, parts().map(now::get).map(Part.Outcome::version).toList(), exists(context));
    }
    return applied;
  }

  private Deployment applyPods(
      UploadService resource, Optional<DesiredPods> pods, Context<UploadService> context) {
    if (pods.isEmpty()) {
      return deployment(resource, context).orElseThrow();
    }
    var now = deployment.apply(pods.map(DesiredPods::deployment), resource, context).orElseThrow();
    settledPods.remember(
        resource, SettledPods.of(resource, pods.get().inputs(), now), exists(context));
    return now;
  }

  private static Predicate<ResourceID> exists(Context<UploadService> context) {
    return id -> context.getPrimaryCache().get(id).isPresent();
  }

  private Stream<Part<?>> parts() {
    return Stream.concat(beforePods.stream(), afterPods.stream());
  }

  private List<String> versions(UploadService resource, Context<UploadService> context) {
    return parts().map(part -> part.version(resource, context)).toList();
  }

  /** The Deployment as it was last seen, if there is one. */
  public Optional<Deployment> deployment(UploadService resource, Context<UploadService> context) {
    return deployment.seen(resource, context);
  }

  /** Whether an autoscaler, ours or another's, says how many pods there are. */
  public boolean isScaledElsewhere(UploadService resource, Context<UploadService> context) {
    return resource.getSpec().autoscaling() != null
        || autoscaler.isScaledByAnother(resource, context);
  }
}
