package dev.longshore.service.access.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens come, change and go while the service runs. */
class StaticTokensIT {

  private static final String OLD = "0123456789abcdef-old";
  private static final String NEW = "0123456789abcdef-new";

  @TempDir private Path folder;
  private MountedSecret secret;

  @BeforeEach
  void mount() {
    secret = new MountedSecret(folder.resolve("tokens"));
  }

  private TestServer start() {
    return TestServer.storingIn(folder.resolve("data"))
        .with("longshore.access.mode", "tokens")
        .with("longshore.access.tokens.path", folder.resolve("tokens").toString())
        .start();
  }

  @Test
  void tokenIsChangedWithoutAGapAndWithoutARestart() throws Exception {
    secret.putFiles(Map.of("alice", OLD));
    try (var server = start()) {
      var before = server.client().bearer(OLD);
      var after = server.client().bearer(NEW);
      var upload = before.create(10);
      assertThat(after.head(upload).status()).isEqualTo(401);

      secret.putFiles(Map.of("alice", OLD + "\n" + NEW + "\n"));
      await().untilAsserted(() -> assertThat(after.head(upload).status()).isEqualTo(200));
      assertThat(before.patch(upload, 0, new byte[4]).status()).isEqualTo(204);

      secret.putFiles(Map.of("alice", NEW));
      await().untilAsserted(() -> assertThat(before.head(upload).status()).isEqualTo(401));
      assertThat(after.patch(upload, 4, new byte[6]).status()).isEqualTo(204);
    }
  }

  @Test
  void ownerWhoIsTakenOutIsOutAndOneWhoIsPutInIsIn() throws Exception {
    secret.putFiles(Map.of("alice", OLD));
    try (var server = start()) {
      secret.putFiles(Map.of("bob", NEW));
      await()
          .untilAsserted(
              () -> assertThat(server.client().bearer(NEW).tusCreate(1).status()).isEqualTo(201));
      assertThat(server.client().bearer(OLD).tusCreate(1).status()).isEqualTo(401);
    }
  }

  @Test
  void tokensStayGoodWhileTheFolderIsGone() throws Exception {
    secret.putFiles(Map.of("alice", OLD, "bob", NEW));
    try (var server = start()) {
      Files.move(folder.resolve("tokens"), folder.resolve("gone"));
      await()
          .during(java.time.Duration.ofSeconds(3))
          .untilAsserted(
              () -> assertThat(server.client().bearer(OLD).tusCreate(1).status()).isEqualTo(201));
      Files.move(folder.resolve("gone"), folder.resolve("tokens"));
      secret.putFiles(Map.of("bob", NEW));
      await()
          .untilAsserted(
              () -> assertThat(server.client().bearer(OLD).tusCreate(1).status()).isEqualTo(401));
    }
  }

  @Test
  void emptiedFolderLetsNobodyIn() throws Exception {
    secret.putFiles(Map.of("alice", OLD));
    try (var server = start()) {
      secret.putFiles(Map.of());
      await()
          .untilAsserted(
              () -> assertThat(server.client().bearer(OLD).tusCreate(1).status()).isEqualTo(401));
      assertThat(server.client().tusCreate(1).status()).isEqualTo(401);
    }
  }

  @Test
  void ownersStoreInTheirFolders() throws Exception {
    secret.putFiles(Map.of("alice", OLD));
    try (var server =
        TestServer.storingIn(folder.resolve("data"))
            .with("longshore.access.mode", "tokens")
            .with("longshore.access.tokens.path", folder.resolve("tokens").toString())
            .with("longshore.access.path-prefixes", "users/{owner},shared")
            .start()) {
      var alice = server.client().bearer(OLD);
      alice.patch(alice.create(3, "users/alice/a.txt"), 0, "abc".getBytes());
      assertThat(server.object("users/alice/a.txt")).hasContent("abc");
      for (var path : new String[] {"users/bob/a", "users/alice2/a", "a", "users", "sharedx/a"}) {
        var refused = alice.json("{\"totalSize\":3,\"path\":\"%s\"}".formatted(path));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("path-forbidden");
      }
      assertThat(alice.json("{\"totalSize\":3,\"path\":\"users/alice/../bob/a\"}").status())
          .isEqualTo(400);
      var unnamed = alice.create(3);
      alice.patch(unnamed, 0, "abc".getBytes());
      assertThat(server.object("users/alice/" + unnamed.substring("/uploads/".length())))
          .hasContent("abc");
    }
  }

  @Test
  void tokensThatTellNobodyApartAreNobodys() throws Exception {
    secret.putFiles(
        Map.of("alice", OLD, "bob", OLD + "\n" + NEW, "short", "secret", "empty", "\n \n"));
    var contents = TokenFolder.read(folder.resolve("tokens"));
    assertThat(contents.entries()).extracting(TokenFolder.Entry::owner).containsExactly("bob");
    assertThat(contents.complaints())
        .hasSize(3)
        .noneMatch(text -> text.contains(OLD) || text.contains("secret"));
  }
}
