package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.MonitoringSpec;
import dev.longshore.api.v1alpha1.MonitoringSpec.Kind;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.openshift.api.model.monitoring.v1.EndpointBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.PodMetricsEndpointBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitorBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitorBuilder;
import java.util.Optional;

/** What tells the Prometheus Operator where the metrics are. */
public final class DesiredMonitor {

  private static final String PATH = "/prometheus";

  private DesiredMonitor() {}

  /** The ServiceMonitor that the resource asks for, if it does. */
  public static Optional<ServiceMonitor> ofService(UploadService service) {
    return monitoring(service, Kind.ServiceMonitor)
        .map(monitoring -> {
          var endpoint =
              new EndpointBuilder()
                  .withPort(DesiredService.portName(service))
                  .withPath(PATH)
                  .withInterval(monitoring.interval())
                  .withScrapeTimeout(monitoring.scrapeTimeout());
          if (isEncrypted(service)) {
            // The certificate is made out to the name that clients use.
            endpoint
                .withScheme("https")
                .withNewTlsConfig()
                .withInsecureSkipVerify(true)
                .endTlsConfig();
          }
          return new ServiceMonitorBuilder()
              .withMetadata(ObjectMetas.of(service, monitoring.labels()))
              .withNewSpec()
              .withNewSelector()
              .withMatchLabels(Labels.selector(service))
              .endSelector()
              .withEndpoints(endpoint.build())
              .endSpec()
              .build();
        });
  }

  /** The PodMonitor that the resource asks for, if it does. */
  public static Optional<PodMonitor> ofPods(UploadService service) {
    return monitoring(service, Kind.PodMonitor)
        .map(monitoring -> {
          var endpoint =
              new PodMetricsEndpointBuilder()
                  .withPort(ServiceContainer.PORT)
                  .withPath(PATH)
                  .withInterval(monitoring.interval())
                  .withScrapeTimeout(monitoring.scrapeTimeout());
          if (isEncrypted(service)) {
            endpoint
                .withScheme("https")
                .withNewTlsConfig()
                .withInsecureSkipVerify(true)
                .endTlsConfig();
          }
          return new PodMonitorBuilder()
              .withMetadata(ObjectMetas.of(service, monitoring.labels()))
              .withNewSpec()
              .withNewSelector()
              .withMatchLabels(Labels.selector(service))
              .endSelector()
              .withPodMetricsEndpoints(endpoint.build())
              .endSpec()
              .build();
        });
  }

  private static Optional<MonitoringSpec> monitoring(UploadService service, Kind kind) {
    return Optional.ofNullable(service.getSpec().monitoring())
        .filter(monitoring -> monitoring.kind() == kind);
  }

  private static boolean isEncrypted(UploadService service) {
    return service.getSpec().tls() != null;
  }
}
