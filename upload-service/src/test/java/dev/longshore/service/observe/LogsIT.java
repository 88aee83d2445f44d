package dev.longshore.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.service.events.Receiver;
import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service logs, as text and as JSON. */
class LogsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> ALL =
      Map.of(
          "LONGSHORE_LOG_FORMAT", "json",
          "LONGSHORE_LOG_LEVEL", "DEBUG",
          "LONGSHORE_LOG_ACCESS", "true");

  @TempDir private Path folder;

  private static List<JsonNode> lines(ServiceProcess service) {
    return service.log().lines().map(LogsIT::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + line, e);
    }
  }

  private static Stream<JsonNode> of(ServiceProcess service, String logger) {
    return lines(service).stream()
        .filter(line -> line.get("loggerName").textValue().endsWith(logger));
  }

  private static String uploadId(JsonNode line) {
    return line.at("/mdc/uploadId").textValue();
  }

  /** The key-value pairs of a line, as one object. */
  private static Map<String, String> pairs(JsonNode line) {
    var pairs = new java.util.TreeMap<String, String>();
    line.get("kvpList")
        .forEach(pair ->
            pair.fieldNames().forEachRemaining(name -> pairs.put(name, pair.get(name).asText())));
    return pairs;
  }

  private static String id(String upload) {
    return upload.substring("/uploads/".length());
  }

  @Test
  void linesOfJsonSayWhichUploadTheyAreAbout() throws Exception {
    try (var service = ServiceProcess.start(folder, ALL)) {
      var upload = service.client().create(20);
      assertThat(service.client().patch(upload, 0, new byte[10]).status()).isEqualTo(204);
      assertThat(of(service, ".Uploads").map(LogsIT::uploadId))
          .as("not there yet")
          .contains((String) null);

      var uploads = folder.resolve(".longshore/uploads");
      Files.move(uploads, folder.resolve("away"));
      Files.writeString(uploads, "in the way");
      assertThat(service.client().patch(upload, 10, new byte[10]).problem())
          .isEqualTo("storage-unavailable");
      var failed = of(service, ".FailureHandlers").toList();
      assertThat(failed).hasSize(1);
      assertThat(uploadId(failed.getFirst())).isEqualTo(id(upload));
      assertThat(failed.getFirst().get("throwable")).isNotNull();

      Files.delete(uploads);
      Files.move(folder.resolve("away"), uploads);
      assertThat(service.client().patch(upload, 10, new byte[10]).status()).isEqualTo(204);
      assertThat(of(service, ".Finish").map(LogsIT::uploadId)).containsExactly(id(upload));
    }
  }

  @Test
  void accessLogHasALineForEachRequestAndWhatCameOfItsBody() throws Exception {
    try (var service = ServiceProcess.start(folder, ALL)) {
      var upload = service.client().create(2000);
      service.client().patch(upload + "?token=hidden", 0, new byte[1000]);
      service.client().patch(upload, 7, new byte[10]);
      try (var wire = service.wire()) {
        wire.patch(upload, 1000, -1).chunk(new byte[300], 0, 300).chunk(new byte[0], 0, 0);
        assertThat(wire.answer().offset()).isEqualTo(1300);
      }
      try (var wire = service.wire()) {
        wire.patch(upload, 1300, 700).send(new byte[200]);
        await()
            .until(() -> Exposition.of(service.client()).value("longshore_bodies_receiving") == 1);
      }
      service.client().tus("DELETE", upload);
      await("all lines").until(() -> of(service, "longshore.access").count() == 6);
      var requests = new ArrayList<List<String>>();
      assertThat(of(service, "longshore.access").map(LogsIT::uploadId)).containsOnly(id(upload));
      of(service, "longshore.access")
          .map(LogsIT::pairs)
          .forEach(line -> {
            assertThat(line).containsEntry("upload", id(upload)).containsKey("millis");
            assertThat(line).containsEntry("client", "127.0.0.1");
            requests.add(
                List.of(
                    line.get("method"), line.get("path"), line.get("status"), line.get("bytes")));
          });
      assertThat(requests)
          .containsExactlyInAnyOrder(
              List.of("POST", "/uploads", "201", "0"),
              List.of("PATCH", upload, "204", "1000"),
              List.of("PATCH", upload, "409", "0"),
              List.of("PATCH", upload, "204", "300"),
              List.of("PATCH", upload, "499", "200"),
              List.of("DELETE", upload, "204", "0"));
    }
  }

  @Test
  void accessLogSaysWhoAskedWhereThatIsKnown() throws Exception {
    var alices = "alices-token-of-32-characters-00";
    var bobs = "bobs-token-of-at-least-32-chars-0";
    new MountedSecret(folder.resolve("tokens")).putFiles(Map.of("alice", alices, "bob", bobs));
    var options = new HashMap<>(ALL);
    options.put("LONGSHORE_ACCESS_MODE", "tokens");
    options.put("LONGSHORE_ACCESS_TOKENS_PATH", folder.resolve("tokens").toString());
    try (var service = ServiceProcess.start(folder.resolve("data"), options)) {
      var upload = service.client().bearer(alices).create(10);
      service.client().bearer(bobs).patch(upload, 0, new byte[10]);
      service.client().bearer(alices + "x").patch(upload, 0, new byte[10]);
      service.client().patch(upload, 0, new byte[10]);
      service.client().bearer(alices).patch(upload, 0, new byte[10]);
      await()
          .untilAsserted(() ->
              assertThat(
                      of(service, "longshore.access")
                          .map(LogsIT::pairs)
                          .map(line -> line.get("status") + " " + line.get("owner")))
                  .containsExactlyInAnyOrder(
                      "201 alice", "404 bob", "401 null", "401 null", "204 alice"));
      assertThat(service.log()).doesNotContain(alices, bobs);
    }
  }

  @Test
  void withoutOptionsItIsTextAndRequestsAreNotLogged() throws Exception {
    try (var service = ServiceProcess.start(folder, Map.of())) {
      service.client().create(5);
      assertThat(service.log()).contains("INFO  longshore sessions: ").doesNotContain("POST");
    }
  }

  @Test
  void wrongFormatEndsTheStartAndIsNamed() throws Exception {
    assertThat(ServiceProcess.failToStart(folder, Map.of("LONGSHORE_LOG_FORMAT", "xml")))
        .contains("LONGSHORE_LOG_FORMAT", "must be text or json, not 'xml'");
  }

  @Test
  void noLineHoldsASecret() throws Exception {
    var secrets =
        List.of(
            ObservedService.PASSWORD,
            ObservedService.TOKEN,
            Receiver.SECRET.substring("whsec_".length()),
            dev.longshore.service.storage.s3.S3Server.SECRET_ACCESS_KEY,
            "X-Amz-Signature",
            "secret-of-a-client");
    for (var format : List.of("json", "text")) {
      var options = new HashMap<>(ALL);
      options.putAll(ObservedService.asking(folder.resolve("tokens-" + format)));
      options.put("LONGSHORE_LOG_FORMAT", format);
      options.put("LONGSHORE_LOG_LEVEL", "TRACE");
      // All that the libraries have to say, too.
      options.put("LOGGER_LEVELS_ROOT", "DEBUG");
      try (var service = ObservedService.start(folder, options)) {
        service.everything();
        var upload = service.client().create(9);
        service
            .process()
            .client()
            .patch(upload, 0, new byte[3], "Authorization", "Bearer secret-of-a-client");
        service.redis().stop();
        assertThat(service.client().tusCreate(5).status()).isEqualTo(503);
        var log = service.process().log();
        assertThat(log).as("the logs are all").contains("software.amazon", "lettuce", "PATCH");
        assertThat(log.lines().filter(line -> secrets.stream().anyMatch(line::contains))).isEmpty();
      }
    }
  }
}
