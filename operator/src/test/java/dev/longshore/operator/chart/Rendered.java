package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Chart;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/**
 * The chart's objects for some values.
 *
 * @param objects all of them
 */
record Rendered(List<HasMetadata> objects) {

  /** With these values, in YAML. */
  static Rendered with(String values) {
    return new Rendered(Chart.render(values));
  }

  <R extends HasMetadata> List<R> all(Class<R> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <R extends HasMetadata> R only(Class<R> type) {
    assertThat(all(type)).hasSize(1);
    return all(type).getFirst();
  }

  PodTemplateSpec pod() {
    return only(Deployment.class).getSpec().getTemplate();
  }

  Container container() {
    return pod().getSpec().getContainers().getFirst();
  }

  String variable(String name) {
    return container().getEnv().stream()
        .filter(variable -> name.equals(variable.getName()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
