package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;

/** The Service in front of the pods. */
public final class DesiredService {

  private static final int PORT = 80;
  private static final int TLS_PORT = 443;

  /** What is open to the outside; metrics and health stay within the cluster. */
  static final String UPLOADS = "/uploads";

  private DesiredService() {}

  /** The Service that the resource asks for. */
  public static Service of(UploadService service) {
    var wanted = service.getSpec().service();
    return new ServiceBuilder()
        .withNewMetadataLike(ObjectMetas.of(service, wanted.labels()))
        // Never null: the library looks into them.
        .withAnnotations(wanted.annotations() == null ? Map.of() : wanted.annotations())
        .endMetadata()
        .withNewSpec()
        .withType(wanted.type().name())
        .withLoadBalancerClass(wanted.loadBalancerClass())
        .withExternalTrafficPolicy(
            wanted.externalTrafficPolicy() == null ? null : wanted.externalTrafficPolicy().name())
        .withSelector(Labels.selector(service))
        .addNewPort()
        .withName(portName(service))
        .withProtocol("TCP")
        .withPort(port(service))
        .withNewTargetPort(ServiceContainer.PORT)
        .endPort()
        .endSpec()
        .build();
  }

  /** Where uploads are taken, from inside the cluster. */
  public static String url(UploadService service) {
    var meta = service.getMetadata();
    return "%s://%s.%s.svc%s"
        .formatted(portName(service), meta.getName(), meta.getNamespace(), UPLOADS);
  }

  static String portName(UploadService service) {
    return service.getSpec().tls() == null ? "http" : "https";
  }

  static int port(UploadService service) {
    return service.getSpec().tls() == null ? PORT : TLS_PORT;
  }
}
