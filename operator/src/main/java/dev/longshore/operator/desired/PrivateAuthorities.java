package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.CaConfigMapRef;
import dev.longshore.api.v1alpha1.CaSecretRef;
import dev.longshore.api.v1alpha1.UploadServiceSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Certificate authorities that the container finds as files, one for each purpose. */
final class PrivateAuthorities {

  private static final String FOLDER = "/etc/longshore/ca/";
  private static final String FILE = "ca.crt";

  private PrivateAuthorities() {}

  static List<Volume> volumes(UploadServiceSpec spec) {
    return List.copyOf(of(spec).values());
  }

  static List<VolumeMount> mounts(UploadServiceSpec spec) {
    return of(spec).keySet().stream().map(PrivateAuthorities::mount).toList();
  }

  /** Where the container finds the authorities of a purpose; null where there are none. */
  static String file(String purpose, CaSecretRef secret, CaConfigMapRef configMap) {
    return secret == null && configMap == null ? null : FOLDER + purpose + "/" + FILE;
  }

  private static Map<String, Volume> of(UploadServiceSpec spec) {
    var volumes = new TreeMap<String, Volume>();
    add(volumes, "redis", spec.redis().caSecretRef(), spec.redis().caConfigMapRef());
    var access = spec.access();
    if (access != null && access.jwt() != null) {
      var jwt = access.jwt();
      add(volumes, "jwt", jwt.caSecretRef(), jwt.caConfigMapRef());
    }
    if (access != null && access.forwardAuth() != null) {
      var hook = access.forwardAuth();
      add(volumes, "forward-auth", hook.caSecretRef(), hook.caConfigMapRef());
    }
    var hooks = spec.hooks();
    if (hooks != null && hooks.preCreate() != null) {
      var hook = hooks.preCreate();
      add(volumes, "pre-create", hook.caSecretRef(), hook.caConfigMapRef());
    }
    if (hooks != null && hooks.preComplete() != null) {
      var hook = hooks.preComplete();
      add(volumes, "pre-complete", hook.caSecretRef(), hook.caConfigMapRef());
    }
    var events = spec.events();
    if (events != null && events.endpoints() != null) {
      for (var endpoint : events.endpoints()) {
        var purpose = "events-" + endpoint.name();
        add(volumes, purpose, endpoint.caSecretRef(), endpoint.caConfigMapRef());
      }
    }
    return volumes;
  }

  private static void add(
      Map<String, Volume> volumes, String purpose, CaSecretRef secret, CaConfigMapRef configMap) {
    if (secret != null) {
      volumes.put(purpose, volume(purpose, secret));
    } else if (configMap != null) {
      volumes.put(purpose, volume(purpose, configMap));
    }
  }

  private static Volume volume(String purpose, CaSecretRef ref) {
    return new VolumeBuilder()
        .withName("ca-" + purpose)
        .withNewSecret()
        .withSecretName(ref.name())
        .withDefaultMode(0440)
        .addNewItem()
        .withKey(ref.key())
        .withPath(FILE)
        .endItem()
        .endSecret()
        .build();
  }

  private static Volume volume(String purpose, CaConfigMapRef ref) {
    return new VolumeBuilder()
        .withName("ca-" + purpose)
        .withNewConfigMap()
        .withName(ref.name())
        .withDefaultMode(0440)
        .addNewItem()
        .withKey(ref.key())
        .withPath(FILE)
        .endItem()
        .endConfigMap()
        .build();
  }

  private static VolumeMount mount(String purpose) {
    return new VolumeMountBuilder()
        .withName("ca-" + purpose)
        .withMountPath(FOLDER + purpose)
        .withReadOnly(true)
        .build();
  }
}
