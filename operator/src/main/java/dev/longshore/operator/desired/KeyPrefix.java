package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;

/** Under which keys a service keeps its sessions. */
public final class KeyPrefix {

  private KeyPrefix() {}

  /** The one that the resource names, or its own namespace and name. */
  public static String of(UploadService service) {
    var chosen = service.getSpec().redis().keyPrefix();
    var meta = service.getMetadata();
    return chosen != null ? chosen : meta.getNamespace() + ":" + meta.getName() + ":session:";
  }
}
