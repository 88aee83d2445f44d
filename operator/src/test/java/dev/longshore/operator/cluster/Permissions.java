package dev.longshore.operator.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What ServiceAccounts of the chart's namespace may do, as the API server itself says it. */
public final class Permissions {

  private static final String NOBODY = "nobody";

  private Permissions() {}

  /**
   * All that this one may do in a namespace beyond what everybody may, such as {@code list secrets}
   * or {@code get leases/name}.
   */
  public static Set<String> of(String serviceAccount, String namespace) {
    var permissions = ask(serviceAccount, namespace);
    permissions.removeAll(ask(NOBODY, namespace));
    return permissions;
  }

  private static Set<String> ask(String serviceAccount, String namespace) {
    try (var client =
        KubeApi.start().as(Chart.NAMESPACE, serviceAccount, new KubernetesSerialization())) {
      var review =
          new SelfSubjectRulesReviewBuilder()
              .withNewSpec()
              .withNamespace(namespace)
              .endSpec()
              .build();
      return client.resource(review).create().getStatus().getResourceRules().stream()
          .flatMap(Permissions::each)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<String> each(ResourceRule rule) {
    var names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
    return rule.getVerbs().stream()
        .flatMap(verb ->
            rule.getResources().stream()
                .flatMap(resource ->
                    names.stream()
                        .map(name -> verb + " " + resource + (name.isEmpty() ? "" : "/" + name))));
  }
}
