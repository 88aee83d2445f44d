package dev.longshore.api.v1alpha1;

import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A service that takes resumable uploads, any chunk on any of its pods. */
@Group(UploadService.GROUP)
@Version(UploadService.VERSION)
@ShortNames("ups")
@Categories("longshore")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$')",
    message =
        "metadata.name: must be a DNS label of at most 52 characters that starts with a letter,"
            + " because a Service gets the same name")
@ValidationRule(
    value =
        "!has(self.spec.serviceAccount) || !has(self.spec.serviceAccount.name) ||"
            + " self.spec.serviceAccount.name != self.metadata.name",
    fieldPath = ".spec.serviceAccount.name",
    message =
        "is what the ServiceAccount is called that the operator makes without it: remove it, or name"
            + " one that is called otherwise")
public class UploadService extends CustomResource<UploadServiceSpec, UploadServiceStatus>
    implements Namespaced {

  /** The API group of everything that Longshore adds to a cluster. */
  public static final String GROUP = "longshore.dev";

  /** The served and stored version. */
  public static final String VERSION = "v1alpha1";
}
