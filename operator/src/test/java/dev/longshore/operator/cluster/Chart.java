package dev.longshore.operator.cluster;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    return parseAll(yaml(values));
  }

  /** As {@link #render(Map)}, with the values as people write them into a file. */
  public static List<HasMetadata> render(String values) {
    return parseAll(yaml(values));
  }

  /**
   * What Helm makes for a while only, such as for {@code helm test}. Its library renders no hooks,
   * so they are rendered from a copy of the chart in which they are called something else.
   */
  public static List<HasMetadata> renderHooks(String values) {
    try {
      var copy = Files.createTempDirectory(Path.of("target"), "chart");
      try (var files = Files.walk(FOLDER)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var target = copy.resolve(FOLDER.relativize(file));
          Files.createDirectories(target.getParent());
          Files.writeString(target, Files.readString(file).replace("helm.sh/hook", "hook"));
        }
      }
      return parseAll(yaml(copy, values)).stream().filter(Chart::isHook).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isHook(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey("hook");
  }

  private static List<HasMetadata> parseAll(String manifests) {
    return Arrays.stream(manifests.split("(?m)^---.*$"))
        .filter(document -> document.contains("kind:"))
        .map(Chart::parse)
        .toList();
  }

  /** The rendered text. */
  public static String yaml(Map<String, String> values) {
    var template = template(FOLDER);
    values.forEach(template::set);
    return template.call();
  }

  /** The text as rendered with a file of values. */
  public static String yaml(String values) {
    return yaml(FOLDER, values);
  }

  private static String yaml(Path chart, String values) {
    try {
      var file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return template(chart).withValuesFile(file).call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TemplateCommand template(Path chart) {
    return new Helm(chart)
        .template()
        .withName("longshore")
        .withNamespace(NAMESPACE)
        .withKubeVersion("1.34.0");
  }

  private static HasMetadata parse(String document) {
    return Serialization.unmarshal(
        new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
  }
}
