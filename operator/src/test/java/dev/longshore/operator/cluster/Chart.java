package dev.longshore.operator.cluster;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The chart as Helm renders it. */
public final class Chart {

  /** Where the chart lies. */
  public static final Path FOLDER = Path.of("..", "helm", "longshore");

  /** Namespace that the tests install it in. */
  public static final String NAMESPACE = "longshore-system";

  /** ServiceAccount of the operator in a release called longshore. */
  public static final String SERVICE_ACCOUNT = "longshore-operator";

  private Chart() {}

  /** Everything that a release called longshore installs, with these values set. */
  public static List<HasMetadata> render(Map<String, String> values) {
    return Arrays.stream(yaml(values).split("(?m)^---.*$"))
        .filter(document -> document.contains("kind:"))
        .map(Chart::parse)
        .toList();
  }

  /** The rendered text. */
  public static String yaml(Map<String, String> values) {
    var template =
        new Helm(FOLDER)
            .template()
            .withName("longshore")
            .withNamespace(NAMESPACE)
            .withKubeVersion("1.34.0");
    values.forEach(template::set);
    return template.call();
  }

  private static HasMetadata parse(String document) {
    return Serialization.unmarshal(
        new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
  }
}
