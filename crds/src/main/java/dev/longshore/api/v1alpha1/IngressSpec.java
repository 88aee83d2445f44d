package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** An Ingress in front of the Service. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngressSpec(
    @JsonPropertyDescription("The IngressClass. Without it, the cluster's default.")
        @Size(min = 1, max = 253)
        String className,
    @JsonPropertyDescription("Hosts whose /uploads goes to the service.")
        @Required
        @Size(min = 1, max = 32)
        List<@Size(min = 1, max = 253) @Pattern(IngressSpec.HOST) String> hosts,
    @JsonPropertyDescription(
            "Secret with the certificate for these hosts, such as one that cert-manager makes."
                + " Without it, cleartext.")
        @Size(min = 1, max = 253)
        String tlsSecretName,
    @JsonPropertyDescription(
            "Annotations of the Ingress. Those that lift limits of bodies and times, which uploads"
                + " need, are there already for ingress-nginx and NGINX; a value here wins.")
        @Size(max = 64)
        Map<String, @Size(max = 4096) String> annotations,
    @JsonPropertyDescription("Further labels of the Ingress.") @Size(max = 32)
        Map<String, @Size(max = 63) String> labels) {

  static final String HOST =
      "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
}
