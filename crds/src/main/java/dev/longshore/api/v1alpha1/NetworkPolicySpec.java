package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Who may reach the pods over the network, and whom they may reach. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkPolicySpec(
    @JsonPropertyDescription("Whether there is a NetworkPolicy.") @Default("true") Boolean enabled,
    @JsonPropertyDescription(
            "Who may reach the pods' one port. Name whoever brings uploads in (the ingress"
                + " controller or gateway) and whoever reads metrics. Without it, everybody; other"
                + " ports are closed in either case.")
        @Size(min = 1, max = 32)
        List<NetworkPeerSpec> from,
    @JsonPropertyDescription(
            "Whom the pods may reach, besides DNS: Redis, the bucket, hooks, event endpoints,"
                + " issuers of tokens, the collector of traces. Without it, everybody.")
        @Size(min = 1, max = 32)
        List<NetworkEgressSpec> egress) {

  /** Fills in the schema's defaults. */
  public NetworkPolicySpec {
    enabled = enabled == null || enabled;
  }
}
