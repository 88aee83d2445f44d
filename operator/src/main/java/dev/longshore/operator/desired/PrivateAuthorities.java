package dev.longshore.operator.desired;

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
    return of(spec).entrySet().stream().map(use -> volume(use.getKey(), use.getValue())).toList();
  }

  static List<VolumeMount> mounts(UploadServiceSpec spec) {
    return of(spec).keySet().stream().map(PrivateAuthorities::mount).toList();
  }

  /** Where the container finds the authorities of a purpose; null where there are none. */
  static String file(String purpose, CaSecretRef ref) {
    return ref == null ? null : FOLDER + purpose + "/" + FILE;
  }

  private static Map<String, CaSecretRef> of(UploadServiceSpec spec) {
    var uses = new TreeMap<String, CaSecretRef>();
    uses.put("redis", spec.redis().caSecretRef());
    var access = spec.access();
    if (access != null && access.jwt() != null) {
      uses.put("jwt", access.jwt().caSecretRef());
    }
    if (access != null && access.forwardAuth() != null) {
      uses.put("forward-auth", access.forwardAuth().caSecretRef());
    }
    var hooks = spec.hooks();
    if (hooks != null && hooks.preCreate() != null) {
      uses.put("pre-create", hooks.preCreate().caSecretRef());
    }
    if (hooks != null && hooks.preComplete() != null) {
      uses.put("pre-complete", hooks.preComplete().caSecretRef());
    }
    var events = spec.events();
    if (events != null && events.endpoints() != null) {
      for (var endpoint : events.endpoints()) {
        uses.put("events-" + endpoint.name(), endpoint.caSecretRef());
      }
    }
    uses.values().removeIf(ref -> ref == null);
    return uses;
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

  private static VolumeMount mount(String purpose) {
    return new VolumeMountBuilder()
        .withName("ca-" + purpose)
        .withMountPath(FOLDER + purpose)
        .withReadOnly(true)
        .build();
  }
}
