package dev.longshore.api.v1alpha1;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The CRD: where it is committed, and how it comes out of the model. */
final class CrdFile {

  static final Path COMMITTED =
      Path.of("..", "helm", "longshore", "files", "uploadservices.longshore.dev.yaml");

  private static final String HEADER =
      """
      # Generated from the Java model in crds/. Do not edit: change the model, then run
      # ./mvnw -pl crds test -Dtest=CrdDriftTest -Dlongshore.generate=true
      """;

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
    var yaml = output.bytes.toString(StandardCharsets.UTF_8);
    return HEADER
        + yaml.lines()
            .filter(line -> !line.startsWith("#") && !line.equals("---"))
            // The model holds them as doubles; the bounds are whole numbers.
            .map(line -> line.replaceAll("^( +m(?:in|ax)imum: -?[0-9]+)\\.0$", "$1"))
            // Unquoted they are booleans to YAML 1.1, which kubectl and Helm speak.
            .map(line -> line.replaceAll("^( +- )(True|False)$", "$1\"$2\""))
            .reduce("", (all, line) -> all + line + "\n");
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
