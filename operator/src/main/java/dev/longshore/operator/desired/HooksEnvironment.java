package dev.longshore.operator.desired;

import static dev.longshore.operator.desired.ServiceEnvironment.isoDuration;

import dev.longshore.api.v1alpha1.HooksSpec;
import dev.longshore.api.v1alpha1.PreCompleteHookSpec;
import dev.longshore.api.v1alpha1.PreCreateHookSpec;
import dev.longshore.api.v1alpha1.SigningSecretRef;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the container is told of whom to ask. */
final class HooksEnvironment {

  private HooksEnvironment() {}

  static List<EnvVar> of(HooksSpec hooks) {
    var variables = new ArrayList<EnvVar>();
    if (hooks.preCreate() != null) {
      variables.addAll(preCreate(hooks.preCreate()));
    }
    if (hooks.preComplete() != null) {
      variables.addAll(preComplete(hooks.preComplete()));
    }
    return variables;
  }

  private static List<EnvVar> preCreate(PreCreateHookSpec hook) {
    var variables = new Variables("LONGSHORE_HOOKS_PRE_CREATE_");
    add(variables, hook.url(), hook.timeout(), hook.failurePolicy(), hook.secretRef());
    variables.add(
        "CA_CERTIFICATE",
        PrivateAuthorities.file("pre-create", hook.caSecretRef(), hook.caConfigMapRef()));
    variables.list("HEADERS", hook.headers());
    return variables.all();
  }

  private static List<EnvVar> preComplete(PreCompleteHookSpec hook) {
    var variables = new Variables("LONGSHORE_HOOKS_PRE_COMPLETE_");
    add(variables, hook.url(), hook.timeout(), hook.failurePolicy(), hook.secretRef());
    variables.add(
        "CA_CERTIFICATE",
        PrivateAuthorities.file("pre-complete", hook.caSecretRef(), hook.caConfigMapRef()));
    return variables.all();
  }

  private static void add(
      Variables variables,
      String url,
      String timeout,
      HooksSpec.FailurePolicy policy,
      SigningSecretRef secret) {
    variables.add("URL", url);
    variables.add("TIMEOUT", isoDuration(timeout));
    variables.add("FAILURE_POLICY", policy.name().toLowerCase(Locale.ROOT));
    if (secret != null) {
      variables.secret("SIGNING_SECRETS", secret.name(), secret.key());
    }
  }
}
