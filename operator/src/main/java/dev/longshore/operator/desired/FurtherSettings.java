package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.PodMetadata;
import dev.longshore.api.v1alpha1.PodSettings;
import dev.longshore.api.v1alpha1.PodTemplate;
import dev.longshore.api.v1alpha1.UploadServiceSpec;
import java.util.Optional;

/** What a resource adds to its pods, which may be nothing. */
final class FurtherSettings {

  private static final PodMetadata NO_METADATA = new PodMetadata(null, null);
  private static final PodSettings NO_SETTINGS =
      new PodSettings(null, null, null, null, null, null, null, null, null, null, null, null, null);

  private FurtherSettings() {}

  static PodMetadata metadata(UploadServiceSpec spec) {
    return template(spec).map(PodTemplate::metadata).orElse(NO_METADATA);
  }

  static PodSettings of(UploadServiceSpec spec) {
    return template(spec).map(PodTemplate::spec).orElse(NO_SETTINGS);
  }

  private static Optional<PodTemplate> template(UploadServiceSpec spec) {
    return Optional.ofNullable(spec.podTemplate());
  }
}
