package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.IngressSpec;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Ingress in front of an upload service. */
public final class DesiredIngress {

  /**
   * A proxy that limits or stores bodies, or ends long requests, breaks uploads: the limits of the
   * two NGINX controllers are lifted; the others have none by default.
   */
  private static final Map<String, String> FOR_UPLOADS =
      Map.of(
          "nginx.ingress.kubernetes.io/proxy-body-size", "0",
          "nginx.ingress.kubernetes.io/proxy-request-buffering", "off",
          "nginx.ingress.kubernetes.io/proxy-buffering", "off",
          "nginx.ingress.kubernetes.io/proxy-http-version", "1.1",
          "nginx.ingress.kubernetes.io/proxy-read-timeout", "3600",
          "nginx.ingress.kubernetes.io/proxy-send-timeout", "3600",
          "nginx.org/client-max-body-size", "0",
          "nginx.org/proxy-buffering", "False",
          "nginx.org/proxy-read-timeout", "3600s",
          "nginx.org/proxy-send-timeout", "3600s");

  private DesiredIngress() {}

  /** The Ingress that the resource asks for, if it does. */
  public static Optional<Ingress> of(UploadService service) {
    return Optional.ofNullable(service.getSpec().ingress())
        .map(ingress ->
            new IngressBuilder()
                .withNewMetadataLike(ObjectMetas.of(service, ingress.labels()))
                .withAnnotations(annotations(service, ingress))
                .endMetadata()
                .withNewSpec()
                .withIngressClassName(ingress.className())
                .withRules(ingress.hosts().stream().map(host -> rule(service, host)).toList())
                .withTls(tls(ingress))
                .endSpec()
                .build());
  }

  private static Map<String, String> annotations(UploadService service, IngressSpec ingress) {
    var annotations = new TreeMap<>(FOR_UPLOADS);
    if (service.getSpec().tls() != null) {
      annotations.put("nginx.ingress.kubernetes.io/backend-protocol", "HTTPS");
      annotations.put("nginx.org/ssl-services", service.getMetadata().getName());
    }
    if (ingress.annotations() != null) {
      annotations.putAll(ingress.annotations());
    }
    return annotations;
  }

  private static IngressRule rule(UploadService service, String host) {
    return new IngressRuleBuilder()
        .withHost(host)
        .withNewHttp()
        .addNewPath()
        .withPath(DesiredService.UPLOADS)
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(service.getMetadata().getName())
        .withNewPort()
        .withNumber(DesiredService.port(service))
        .endPort()
        .endService()
        .endBackend()
        .endPath()
        .endHttp()
        .build();
  }

  private static List<IngressTLS> tls(IngressSpec ingress) {
    return ingress.tlsSecretName() == null
        ? List.of()
        : List.of(
            new IngressTLSBuilder()
                .withHosts(ingress.hosts())
                .withSecretName(ingress.tlsSecretName())
                .build());
  }
}
