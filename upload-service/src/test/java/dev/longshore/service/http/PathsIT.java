package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where finished objects may lie, and what they may not touch. */
class PathsIT {

  @TempDir Path outside;
  private Path folder;
  private TestServer server;
  private UploadClient client;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createDirectory(outside.resolve("data"));
    server = TestServer.storingIn(folder).start();
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/etc/a", ".longshore/uploads/a", "a/../../b", "a\\\\b", "a//b"})
  void forbiddenPathIs400InBothDialects(String path) {
    var json = client.json("{\"totalSize\": 1, \"path\": \"%s\"}".formatted(path));
    assertThat(json.status()).isEqualTo(400);
    assertThat(json.problem()).isEqualTo("invalid-path");
    var encoded =
        Base64.getEncoder()
            .encodeToString(path.replace("\\\\", "\\").getBytes(StandardCharsets.UTF_8));
    var tus = client.tusCreate(1, "Upload-Metadata", "path " + encoded);
    assertThat(tus.status()).isEqualTo(400);
    assertThat(tus.problem()).isEqualTo("invalid-path");
  }

  @Test
  void pathThatIsTakenIs409AtTheStart() throws Exception {
    Files.writeString(folder.resolve("taken.txt"), "old");
    var answer = client.json("{\"totalSize\": 1, \"path\": \"taken.txt\"}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("path-taken");
    assertThat(answer.json().get("detail").textValue()).contains("taken.txt");
  }

  @Test
  void pathThatWasTakenMeanwhileIs409AtTheEndAndNothingIsOverwritten() throws Exception {
    var slow = client.create(3, "dir/one.txt");
    var fast = client.create(4, "dir/one.txt");
    assertThat(client.patch(fast, 0, "fast".getBytes()).status()).isEqualTo(204);
    var answer = client.patch(slow, 0, "lag".getBytes());
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("path-taken");
    assertThat(folder.resolve("dir/one.txt")).hasContent("fast");
    assertThat(client.tus("DELETE", slow).status()).isEqualTo(204);
    assertThat(folder.resolve("dir/one.txt")).hasContent("fast");
  }

  @Test
  void folderIsNoObject() throws Exception {
    Files.createDirectory(folder.resolve("dir"));
    assertThat(client.json("{\"totalSize\": 1, \"path\": \"dir\"}").problem())
        .isEqualTo("path-taken");
  }

  @Test
  void objectIsNoFolder() throws Exception {
    Files.writeString(folder.resolve("file"), "old");
    var answer = client.json("{\"totalSize\": 1, \"path\": \"file/below\"}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("path-taken");
  }

  @Test
  void objectThatBecameAFolderMeanwhileIs409() throws Exception {
    var upload = client.create(1, "file/below");
    Files.writeString(folder.resolve("file"), "old");
    var answer = client.patch(upload, 0, new byte[1]);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("path-taken");
    assertThat(folder.resolve("file")).hasContent("old");
  }

  @Test
  void linkOutOfTheFolderIsNotFollowed() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), outside);
    var answer = client.json("{\"totalSize\": 1, \"path\": \"link/escaped\"}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("path-taken");
  }

  @Test
  void linkOutOfTheFolderThatAppearedMeanwhileIsNotFollowed() throws Exception {
    var upload = client.create(1, "link/escaped");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    var answer = client.patch(upload, 0, new byte[1]);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("path-taken");
    assertThat(outside.resolve("escaped")).doesNotExist();
  }

  @Test
  void linkIsNotWrittenThrough() throws Exception {
    var secret = Files.writeString(outside.resolve("secret"), "old");
    Files.createSymbolicLink(folder.resolve("link"), secret);
    assertThat(client.json("{\"totalSize\": 1, \"path\": \"link\"}").problem())
        .isEqualTo("path-taken");
    assertThat(secret).hasContent("old");
  }

  @Test
  void linkWithinTheFolderIsFollowed() throws Exception {
    Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    var upload = client.create(1, "link/a");
    assertThat(client.patch(upload, 0, "x".getBytes()).status()).isEqualTo(204);
    assertThat(folder.resolve("real/a")).hasContent("x");
  }

  @Test
  void objectIsReplacedWhereThatIsAllowed() throws Exception {
    try (var replacing =
        TestServer.storingIn(folder).with("longshore.storage.allow-overwrite", true).start()) {
      Files.writeString(folder.resolve("a.txt"), "old");
      var client = replacing.client();
      var upload = client.create(3, "a.txt");
      assertThat(folder.resolve("a.txt")).hasContent("old");
      assertThat(client.patch(upload, 0, "new".getBytes()).status()).isEqualTo(204);
      assertThat(folder.resolve("a.txt")).hasContent("new");
      Files.createDirectory(folder.resolve("dir"));
      assertThat(client.json("{\"totalSize\": 1, \"path\": \"dir\"}").problem())
          .isEqualTo("path-taken");
    }
  }
}
