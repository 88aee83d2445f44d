package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.OpenApi;
import dev.longshore.service.server.TestServer;
import io.micronaut.web.router.Router;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document says all that the service has, and nothing else. */
class OpenApiIT {

  private static final Path SOURCES = Path.of("src/main/java/dev/longshore/service/http");

  /** Where problems are named: see Problems.named and those that call it. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:problem|named|tooMany)\\(\\s*(?:HttpStatus\\.[\\w.()]+,|\\d+,)?\\s*\"([a-z]+(?:-[a-z]+)*)\"");

  private static final Pattern ROW_TYPE = Pattern.compile("`([a-z]+(?:-[a-z]+)*)`");

  @TempDir private Path folder;

  private static OpenAPI document() {
    var options = new ParseOptions();
    options.setResolve(true);
    var parsed = new OpenAPIV3Parser().readContents(OpenApi.text(), null, options);
    assertThat(parsed.getMessages()).isEmpty();
    return parsed.getOpenAPI();
  }

  @Test
  void isServedAsItIsCommitted() {
    try (var server = TestServer.storingIn(folder).start()) {
      var answer = server.client().get("/openapi.yaml");
      assertThat(answer.text()).isEqualTo(OpenApi.text());
      assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
    }
  }

  @Test
  void hasEveryRouteAndNoOther() {
    var written = new TreeSet<String>();
    document()
        .getPaths()
        .forEach((path, item) ->
            item.readOperationsMap().keySet().forEach(method -> written.add(method + " " + path)));
    try (var server = TestServer.storingIn(folder).with("longshore.read.enabled", true).start()) {
      var routes =
          server
              .bean(Router.class)
              .uriRoutes()
              .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
              .map(route -> route.replaceAll("\\{\\?.*", ""))
              // Of what is not about uploads, HEAD is as GET.
              .filter(route -> !route.startsWith("HEAD ") || route.contains("/uploads"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(written).isEqualTo(routes);
    }
  }

  @Test
  void hasEveryTypeOfProblemAndNoOther() throws IOException {
    assertThat(typesOfDocument()).isEqualTo(typesOfCode());
  }

  @Test
  void protocolsDocumentHasThemToo() throws IOException {
    var errors = Files.readString(Path.of("../docs/protocols.md")).split("## Errors\n")[1];
    var written =
        errors
            .lines()
            .filter(line -> line.matches("\\| [\\d, ]+ \\| .*"))
            .map(line -> line.split("\\|")[2])
            .flatMap(cell -> ROW_TYPE.matcher(cell).results().map(match -> match.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    var types = typesOfCode();
    types.removeIf(type -> type.contains("iana.org") || type.equals("about:blank"));
    assertThat(written)
        .isEqualTo(
            types.stream()
                .map(type -> type.substring(type.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Set<String> typesOfDocument() {
    var type =
        (io.swagger.v3.oas.models.media.Schema<?>)
            document().getComponents().getSchemas().get("Problem").getProperties().get("type");
    return type.getEnum().stream()
        .map(Object::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> typesOfCode() throws IOException {
    var types = new TreeSet<String>();
    types.add("about:blank");
    try (var files = Files.list(SOURCES)) {
      for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        NAMED
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> types.add("https://longshore.dev/problems/" + match.group(1)));
      }
    }
    var registered = new java.util.HashMap<String, Object>();
    for (var problem : IetfProblem.values()) {
      problem.replaceIn(registered);
      types.add(registered.get("type").toString());
    }
    return types;
  }

  @Test
  void hasEveryFieldOfTheProtocols() throws Exception {
    var text = OpenApi.text();
    for (var field :
        Arrays.stream(Headers.class.getDeclaredFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .filter(field -> field.getType() == String.class)
            .toList()) {
      field.setAccessible(true);
      assertThat(text).containsPattern("(name: |\\s)" + field.get(null) + "(:|\n)");
    }
  }
}
