package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.server.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File names depend on the locale of the process, which containers often leave out. */
class LettersIT {

  private static final String CREATION = "{\"totalSize\": 2, \"path\": \"Größe/漢字 🎬.bin\"}";

  @TempDir Path folder;

  @Test
  void objectMayHaveAnyLettersInItsName() throws Exception {
    try (var service = ServiceProcess.start(folder, Map.of("LC_ALL", "C.UTF-8"))) {
      var client = service.client();
      var upload = client.json(CREATION).header("Location");
      assertThat(client.patch(upload, 0, "ab".getBytes()).status()).isEqualTo(204);
      try (var files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString())).contains("Größe");
      }
      assertThat(folder.resolve("Größe/漢字 🎬.bin")).hasContent("ab");
    }
  }

  @Test
  void localeWithoutLettersIs400AndSaysWhatToDo() throws Exception {
    try (var service = ServiceProcess.start(folder, Map.of("LC_ALL", "POSIX"))) {
      var answer = service.client().json(CREATION);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.problem()).isEqualTo("invalid-path");
      assertThat(answer.json().get("detail").textValue()).contains("LC_ALL=C.UTF-8");
    }
  }
}
