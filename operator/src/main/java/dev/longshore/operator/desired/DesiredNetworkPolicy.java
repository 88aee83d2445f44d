package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.LabelSelectorSpec;
import dev.longshore.api.v1alpha1.NetworkEgressSpec;
import dev.longshore.api.v1alpha1.NetworkPeerSpec;
import dev.longshore.api.v1alpha1.NetworkPolicySpec;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The NetworkPolicy of an upload service: its one port, and what it says of its own calls. */
public final class DesiredNetworkPolicy {

  private static final int DNS = 53;

  private DesiredNetworkPolicy() {}

  /** The policy that the resource asks for, unless it wants none. */
  public static Optional<NetworkPolicy> of(UploadService service) {
    var policy = service.getSpec().networkPolicy();
    if (!policy.enabled()) {
      return Optional.empty();
    }
    var outward = policy.egress() != null;
    return Optional.of(
        new NetworkPolicyBuilder()
            .withMetadata(ObjectMetas.of(service))
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(Labels.selector(service))
            .endPodSelector()
            .withPolicyTypes(outward ? List.of("Ingress", "Egress") : List.of("Ingress"))
            .withIngress(inward(policy))
            .withEgress(outward ? outward(policy.egress()) : null)
            .endSpec()
            .build());
  }

  private static NetworkPolicyIngressRule inward(NetworkPolicySpec policy) {
    return new NetworkPolicyIngressRuleBuilder()
        .withPorts(port("TCP", new IntOrString("http")))
        .withFrom(peers(policy.from()))
        .build();
  }

  private static List<NetworkPolicyEgressRule> outward(List<NetworkEgressSpec> egress) {
    var rules = new ArrayList<NetworkPolicyEgressRule>();
    rules.add(
        new NetworkPolicyEgressRuleBuilder()
            .withPorts(port("UDP", new IntOrString(DNS)), port("TCP", new IntOrString(DNS)))
            .build());
    egress.forEach(rule ->
        rules.add(
            new NetworkPolicyEgressRuleBuilder()
                .withTo(peers(rule.to()))
                .withPorts(
                    Optional.ofNullable(rule.ports()).orElse(List.of()).stream()
                        .map(number -> port("TCP", new IntOrString(number)))
                        .toList())
                .build()));
    return rules;
  }

  private static NetworkPolicyPort port(String protocol, IntOrString port) {
    return new NetworkPolicyPortBuilder().withProtocol(protocol).withPort(port).build();
  }

  private static List<NetworkPolicyPeer> peers(List<NetworkPeerSpec> peers) {
    return Optional.ofNullable(peers).orElse(List.of()).stream()
        .map(DesiredNetworkPolicy::peer)
        .toList();
  }

  private static NetworkPolicyPeer peer(NetworkPeerSpec peer) {
    var builder = new NetworkPolicyPeerBuilder();
    if (peer.ipBlock() != null) {
      return builder
          .withNewIpBlock()
          .withCidr(peer.ipBlock().cidr())
          .withExcept(peer.ipBlock().except())
          .endIpBlock()
          .build();
    }
    return builder
        .withPodSelector(selector(peer.podSelector()))
        .withNamespaceSelector(selector(peer.namespaceSelector()))
        .build();
  }

  private static LabelSelector selector(LabelSelectorSpec selector) {
    if (selector == null) {
      return null;
    }
    return new LabelSelectorBuilder()
        .withMatchLabels(selector.matchLabels())
        .withMatchExpressions(
            Optional.ofNullable(selector.matchExpressions()).orElse(List.of()).stream()
                .map(e -> new LabelSelectorRequirement(e.key(), e.operator().name(), e.values()))
                .toList())
        .build();
  }
}
