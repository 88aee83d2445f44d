package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The Service in front of the pods. */
public final class DesiredService {

  private static final int PORT = 80;

  private DesiredService() {}

  /** The Service that the resource asks for. */
  public static Service of(UploadService service) {
    return new ServiceBuilder()
        .withMetadata(ObjectMetas.of(service))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.selector(service))
        .addNewPort()
        .withName("http")
        .withProtocol("TCP")
        .withPort(PORT)
        .withNewTargetPort("http")
        .endPort()
        .endSpec()
        .build();
  }

  /** Where uploads are taken, from inside the cluster. */
  public static String url(UploadService service) {
    return "http://%s.%s.svc/uploads"
        .formatted(service.getMetadata().getName(), service.getMetadata().getNamespace());
  }
}
