package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.FilesystemSpec;
import dev.longshore.api.v1alpha1.PodSecuritySpec;
import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceSpec;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pod: the container, its volumes, and the rules of the restricted Pod Security Standard. */
final class ServicePod {

  /** Behind the purpose: changes with a secret's value, so that pods roll when it does. */
  private static final String DIGEST = "-secret-digest";

  private static final String DOMAIN = "longshore.dev/";

  private static final long NON_ROOT = 65532;

  /** preStop (5 s), draining (up to 20 s), and room for a slow disk. */
  private static final long GRACE_SECONDS = 45;

  private ServicePod() {}

  static PodTemplateSpec of(UploadService service, PodInputs inputs) {
    var wanted = FurtherSettings.of(service.getSpec());
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(service))
        .addToAnnotations(annotations(service, inputs.secretDigests()))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(DesiredServiceAccount.name(service))
        .withAutomountServiceAccountToken(false)
        // Kubernetes' variables for services would mix with LONGSHORE_*.
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(
            Optional.ofNullable(wanted.terminationGracePeriodSeconds())
                .map(Integer::longValue)
                .orElse(GRACE_SECONDS))
        .withPriorityClassName(wanted.priorityClassName())
        .withRuntimeClassName(wanted.runtimeClassName())
        .withNodeSelector(wanted.nodeSelector())
        .withTolerations(PodWords.all(wanted.tolerations(), Toleration.class))
        .withAffinity(PodAffinities.of(service))
        .withImagePullSecrets(PodWords.all(wanted.imagePullSecrets(), LocalObjectReference.class))
        .withSecurityContext(securityContext(wanted.securityContext()))
        .withTopologySpreadConstraints(PodSpread.of(service))
        .withInitContainers(FurtherContainers.of(wanted.initContainers()))
        .withContainers(ServiceContainer.of(service, inputs.defaultImage()))
        .withVolumes(volumes(service.getSpec()))
        .endSpec()
        .build();
  }

  private static Map<String, String> labels(UploadService service) {
    var labels = new TreeMap<>(orEmpty(FurtherSettings.metadata(service.getSpec()).labels()));
    labels.putAll(Labels.all(service));
    return labels;
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static PodSecurityContext securityContext(PodSecuritySpec wanted) {
    var restricted =
        new PodSecurityContextBuilder()
            .withRunAsNonRoot(true)
            .withRunAsUser(NON_ROOT)
            .withRunAsGroup(NON_ROOT)
            .withFsGroup(NON_ROOT)
            .withFsGroupChangePolicy("OnRootMismatch")
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .build();
    return wanted == null ? restricted : PodWords.merge(restricted, wanted);
  }

  private static Map<String, String> annotations(
      UploadService service, Map<String, String> digests) {
    var annotations =
        new TreeMap<>(orEmpty(FurtherSettings.metadata(service.getSpec()).annotations()));
    Intent.restartedAt(service).ifPresent(time -> annotations.put(Intent.RESTARTED_AT, time));
    digests.forEach((purpose, digest) -> annotations.put(DOMAIN + purpose + DIGEST, digest));
    return annotations;
  }

  /** Ours, which change with Secrets and when people ask for new pods. */
  static Map<String, String> annotations(Deployment deployment) {
    var all = deployment.getSpec().getTemplate().getMetadata().getAnnotations();
    var ours = new TreeMap<>(all == null ? Map.<String, String>of() : all);
    ours.keySet().removeIf(name -> !name.startsWith(DOMAIN));
    return ours;
  }

  static Map<String, String> secretDigests(ObjectMeta template) {
    var digests = new TreeMap<String, String>();
    template
        .getAnnotations()
        .forEach((name, value) -> {
          if (name.startsWith(DOMAIN) && name.endsWith(DIGEST)) {
            digests.put(name.substring(DOMAIN.length(), name.length() - DIGEST.length()), value);
          }
        });
    return digests;
  }

  private static List<Volume> volumes(UploadServiceSpec spec) {
    var volumes = new ArrayList<Volume>();
    if (spec.storage().filesystem() != null) {
      volumes.add(data(spec.storage().filesystem()));
    }
    volumes.add(tmp());
    if (spec.tls() != null) {
      volumes.add(secret(ServiceContainer.TLS_VOLUME, spec.tls().secretName()));
    }
    if (spec.access() != null && spec.access().tokens() != null) {
      volumes.add(secret(ServiceContainer.TOKENS_VOLUME, spec.access().tokens().secretName()));
    }
    volumes.addAll(PrivateAuthorities.volumes(spec));
    PodWords.orEmpty(FurtherSettings.of(spec).volumes()).stream()
        .map(PodWords::volume)
        .forEach(volumes::add);
    return volumes;
  }

  private static Volume secret(String volume, String name) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewSecret()
        .withSecretName(name)
        // Readable by the pod's group alone.
        .withDefaultMode(0440)
        .endSecret()
        .build();
  }

  private static Volume data(FilesystemSpec filesystem) {
    var volume = new VolumeBuilder().withName(ServiceContainer.DATA_VOLUME);
    return filesystem.claimName() != null
        ? volume
            .withNewPersistentVolumeClaim()
            .withClaimName(filesystem.claimName())
            .endPersistentVolumeClaim()
            .build()
        : volume
            .withNewEmptyDir()
            .withSizeLimit(CanonicalQuantity.of(filesystem.ephemeral().sizeLimit()))
            .endEmptyDir()
            .build();
  }

  private static Volume tmp() {
    return new VolumeBuilder()
        .withName(ServiceContainer.TMP_VOLUME)
        .withNewEmptyDir()
        .endEmptyDir()
        .build();
  }
}
