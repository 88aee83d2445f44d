package dev.longshore.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The CRD: where it is committed, and how it comes out of the model. */
final class CrdFile {

  static final Path COMMITTED =
      Path.of("..", "helm", "longshore", "files", "uploadservices.longshore.dev.yaml");

  private static final String HEADER =
      """
      # Generated from the Java model in crds/. Do not edit: change the model, then run
      # ./mvnw -pl crds test -Dtest=CrdDriftTest -Dlongshore.generate=true
      """;

  /** A text is one line, so that a change of a word shows as one. */
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  /** A list of words below its name. */
  private static final Pattern WORDS =
      Pattern.compile("(?m)^( *)(\\w+):\\n((?:\\1- [\\w.\"-]+\\n)+)(?!\\1- )");

  private CrdFile() {}

  static String generate() {
    var output = new MemoryOutput();
    new CRDGenerator()
        .customResourceClasses(UploadService.class)
        .forCRDVersions("v1")
        .withPostProcessor(new CrdPolish())
        .withMinQuotes(true)
        .withOutput(output)
        .generate();
    return HEADER
        + inOneLine(unwrapped(output.bytes.toString(StandardCharsets.UTF_8)))
            .lines()
            // The model holds them as doubles; the bounds are whole numbers.
            .map(line -> line.replaceAll("^( +m(?:in|ax)imum: -?[0-9]+)\\.0$", "$1"))
            .reduce("", (all, line) -> all + line + "\n");
  }

  private static String unwrapped(String yaml) {
    try {
      // The generator writes YAML 1.2 and Serialization reads it. Jackson writes for 1.1 as well,
      // which kubectl and Helm speak: there, OFF and True are booleans unless they are quoted.
      return YAML.writeValueAsString(Serialization.unmarshal(yaml, JsonNode.class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is required, or may be chosen: a fifteenth of the file otherwise. */
  private static String inOneLine(String yaml) {
    return WORDS
        .matcher(yaml)
        .replaceAll(list ->
            list.group(1)
                + list.group(2)
                + list.group(3)
                    .lines()
                    .map(line -> line.strip().substring(2))
                    .collect(joining(", ", ": [", "]\n")));
  }

  static CustomResourceDefinition parsed() {
    return Serialization.unmarshal(generate(), CustomResourceDefinition.class);
  }

  private static final class MemoryOutput
      extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) {
      return bytes;
    }
  }
}
