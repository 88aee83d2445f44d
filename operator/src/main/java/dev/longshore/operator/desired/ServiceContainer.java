package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.ResourcesSpec;
import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pod's own container. */
final class ServiceContainer {

  /** Name of the one port. */
  static final String PORT = "http";

  static final String DATA_VOLUME = "data";
  static final String TMP_VOLUME = "tmp";
  static final String TLS_VOLUME = "tls";
  static final String TOKENS_VOLUME = "tokens";

  /** Time for load balancers to learn that the pod goes, before it stops taking requests. */
  private static final long PRE_STOP_SECONDS = 5;

  private ServiceContainer() {}

  static Container of(UploadService service, String defaultImage) {
    var spec = service.getSpec();
    return new ContainerBuilder()
        .withName("upload-service")
        .withImage(Optional.ofNullable(spec.image()).orElse(defaultImage))
        .withImagePullPolicy(spec.imagePullPolicy().name())
        .withEnv(environment(service))
        // What ended it is then in the pod's status, and from there in the resource's.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .addNewPort()
        .withName(PORT)
        .withContainerPort(ServiceEnvironment.HTTP_PORT)
        .withProtocol("TCP")
        .endPort()
        .withResources(resources(spec.resources()))
        // A cold start on a busy node may take a minute; after it, liveness is strict.
        .withStartupProbe(probe(spec, "/health/liveness", 1, 2, 60))
        .withLivenessProbe(probe(spec, "/health/liveness", 10, 5, 3))
        .withReadinessProbe(probe(spec, "/health/readiness", 5, 3, 2))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(PRE_STOP_SECONDS)
        .endPreStop()
        .endLifecycle()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(mounts(spec))
        .build();
  }

  /** Ours, except where somebody says something else; the schema keeps LONGSHORE_ for us. */
  private static List<EnvVar> environment(UploadService service) {
    var theirs =
        PodWords.orEmpty(FurtherSettings.of(service.getSpec()).env()).stream()
            .map(PodWords::variable)
            .toList();
    var names = theirs.stream().map(EnvVar::getName).collect(Collectors.toSet());
    return Stream.concat(
            ServiceEnvironment.of(service).stream()
                .filter(variable -> !names.contains(variable.getName())),
            theirs.stream())
        .toList();
  }

  private static List<VolumeMount> mounts(UploadServiceSpec spec) {
    var mounts = new ArrayList<VolumeMount>();
    if (spec.storage().filesystem() != null) {
      mounts.add(mount(DATA_VOLUME, ServiceEnvironment.DATA_PATH));
    }
    mounts.add(mount(TMP_VOLUME, "/tmp"));
    if (spec.tls() != null) {
      mounts.add(secret(TLS_VOLUME, ServiceEnvironment.TLS_PATH));
    }
    if (spec.access() != null && spec.access().tokens() != null) {
      mounts.add(secret(TOKENS_VOLUME, ServiceEnvironment.TOKENS_PATH));
    }
    mounts.addAll(PrivateAuthorities.mounts(spec));
    mounts.addAll(PodWords.all(FurtherSettings.of(spec).volumeMounts(), VolumeMount.class));
    return mounts;
  }

  private static VolumeMount secret(String volume, String path) {
    return new VolumeMountBuilder(mount(volume, path)).withReadOnly(true).build();
  }

  private static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
  }

  private static Probe probe(
      UploadServiceSpec spec, String path, int period, int timeout, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(PORT)
        .withScheme(spec.tls() == null ? null : "HTTPS")
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(timeout)
        .withFailureThreshold(failures)
        .build();
  }

  static ResourceRequirements resources(ResourcesSpec spec) {
    return new ResourceRequirementsBuilder()
        .withRequests(canonical(spec.requests()))
        .withLimits(canonical(spec.limits()))
        .build();
  }

  private static Map<String, Quantity> canonical(Map<String, Quantity> amounts) {
    var canonical = new TreeMap<String, Quantity>();
    if (amounts != null) {
      amounts.forEach((name, amount) -> canonical.put(name, CanonicalQuantity.of(amount)));
    }
    return canonical;
  }
}
