package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The Service in front of the pods. */
public final class DesiredService {

  private static final int PORT = 80;
  private static final int TLS_PORT = 443;

  private DesiredService() {}

  /** The Service that the resource asks for. */
  public static Service of(UploadService service) {
    boolean tls = service.getSpec().tls() != null;
    return new ServiceBuilder()
        .withMetadata(ObjectMetas.of(service))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.selector(service))
        .addNewPort()
        .withName(tls ? "https" : "http")
        .withProtocol("TCP")
        .withPort(tls ? TLS_PORT : PORT)
        .withNewTargetPort("http")
        .endPort()
        .endSpec()
        .build();
  }

  /** Where uploads are taken, from inside the cluster. */
  public static String url(UploadService service) {
    return "%s://%s.%s.svc/uploads"
        .formatted(
            service.getSpec().tls() == null ? "http" : "https",
            service.getMetadata().getName(),
            service.getMetadata().getNamespace());
  }
}
