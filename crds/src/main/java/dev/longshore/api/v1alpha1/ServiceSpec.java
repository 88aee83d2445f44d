package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The Service in front of the pods. */
@ValidationRule(
    value = "!has(self.loadBalancerClass) || self.type == 'LoadBalancer'",
    fieldPath = ".loadBalancerClass",
    message = "needs type LoadBalancer: set it, or remove loadBalancerClass")
@ValidationRule(
    value = "!has(self.externalTrafficPolicy) || self.type != 'ClusterIP'",
    fieldPath = ".externalTrafficPolicy",
    message = "needs type NodePort or LoadBalancer: set it, or remove externalTrafficPolicy")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceSpec(
    @JsonPropertyDescription("ClusterIP, NodePort or LoadBalancer.") @Default("ClusterIP")
        Type type,
    @JsonPropertyDescription("Annotations, such as those that clouds read.") @Size(max = 64)
        Map<String, @Size(max = 4096) String> annotations,
    @JsonPropertyDescription("Further labels.") @Size(max = 32)
        Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Who makes the load balancer. Without it, the cluster's default.")
        @Size(min = 1, max = 317)
        String loadBalancerClass,
    @JsonPropertyDescription(
            "Cluster, also without it, or Local: only nodes with pods take traffic, and clients' addresses are kept.")
        ExternalTrafficPolicy externalTrafficPolicy) {

  static final ServiceSpec DEFAULT = new ServiceSpec(null, null, null, null, null);

  /** As in a Service. */
  public enum Type {
    /** Within the cluster. */
    ClusterIP,
    /** At a port of every node. */
    NodePort,
    /** At an address of its own. */
    LoadBalancer
  }

  /** As in a Service. */
  public enum ExternalTrafficPolicy {
    /** Any node passes traffic on to any pod. */
    Cluster,
    /** A node passes it on to its own pods. */
    Local
  }

  /** Fills in the schema's defaults. */
  public ServiceSpec {
    type = type == null ? Type.ClusterIP : type;
  }
}
