package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.ReadSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;

/** What the container is told of reading. */
final class ReadEnvironment {

  private ReadEnvironment() {}

  static List<EnvVar> of(ReadSpec read) {
    var variables = new Variables("LONGSHORE_READ_");
    variables.add("ENABLED", true);
    var redirect = read.s3Redirect();
    if (redirect != null) {
      variables.add("REDIRECT_ENABLED", true);
      variables.add("REDIRECT_LIFETIME", ServiceEnvironment.isoDuration(redirect.lifetime()));
      variables.add("REDIRECT_ENDPOINT", redirect.endpoint());
    }
    return variables.all();
  }
}
