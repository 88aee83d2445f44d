package dev.longshore.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.pods.ThreePods;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Standard clients, unmodified, against three pods that take their requests by turns: each uploads
 * 100 MiB, is aborted in the middle and goes on.
 */
class StandardClientsIT {

  private static final int LENGTH = 100 << 20;
  private static final int ABORT_AT = (40 << 20) + 12_345;
  private static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();
  private static final Path TARGET = Path.of("target/clients").toAbsolutePath();

  /** Of the page with Uppy; the service must know its origin beforehand. */
  private static final int PAGE_PORT = freePort();

  @TempDir static Path folder;
  private static Path file;
  private static ThreePods pods;

  @BeforeAll
  static void start() throws IOException {
    file = folder.resolve("file.bin");
    var bytes = new byte[LENGTH];
    new Random(100).nextBytes(bytes);
    Files.write(file, bytes);
    pods =
        ThreePods.start(
            folder.resolve("data"),
            Map.of("LONGSHORE_CORS_ALLOWED_ORIGINS", "http://127.0.0.1:" + PAGE_PORT));
  }

  @AfterAll
  static void stop() throws IOException {
    pods.close();
  }

  @Test
  void requestsGoToAllPodsByTurns() {
    var client = pods.client();
    var upload = client.create(1);
    assertThat(Stream.generate(() -> client.head(upload).header("Longshore-Pod")).limit(6))
        .containsOnly("pod-1", "pod-2", "pod-3")
        .containsAll(List.of("pod-1", "pod-2", "pod-3"));
  }

  @Test
  void tusJsClient() throws Exception {
    require("npm", "npm --version", "nodejs npm");
    var project = copy("tus-js-client");
    run(project, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    uploads(project, "tus-js-client.bin", "node", "upload.mjs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ietf-draft-03", "ietf-draft-05"})
  void tusJsClientSpeakingTheProtocolOfTheIetf(String protocol) throws Exception {
    require("npm", "npm --version", "nodejs npm");
    var project = copy("tus-js-client-ietf");
    Files.copy(
        SOURCES.resolve("tus-js-client/upload.mjs"),
        project.resolve("upload.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    run(project, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    uploads(project, protocol + ".bin", "env", "TUS_PROTOCOL=" + protocol, "node", "upload.mjs");
  }

  @Test
  void tusJsClientInParallel() throws Exception {
    require("npm", "npm --version", "nodejs npm");
    var project = copy("tus-js-client");
    run(project, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    uploads(project, "parallel.bin", "node", "parallel.mjs");
  }

  @Test
  void uppyInABrowser() throws Exception {
    require("npm", "npm --version", "nodejs npm");
    require("chromium", "chromium --version", "chromium");
    var project = copy("uppy");
    run(project, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    uploads(project, "uppy.bin", "env", "PAGE_PORT=" + PAGE_PORT, "node", "upload.mjs");
  }

  @Test
  void curl() throws Exception {
    require("curl", "curl --version && openssl version", "curl openssl");
    uploads(copy("curl"), "curl.bin", "bash", "upload.sh");
  }

  @Test
  void tusJavaClient() throws Exception {
    var client = new TusClient();
    client.setUploadCreationURL(pods.uri().resolve("/uploads").toURL());
    client.enableResuming(new TusURLMemoryStore());
    var upload = new TusUpload(file.toFile());
    upload.setMetadata(Map.of("path", "java.bin", "filetype", "application/octet-stream"));

    var first = client.createUpload(upload);
    first.setChunkSize(1 << 20);
    first.setRequestPayloadSize(1 << 20);
    while (first.getOffset() < ABORT_AT) {
      assertThat(first.uploadChunk()).isPositive();
    }
    first.finish();

    var again = new TusUpload(file.toFile());
    var second = client.resumeUpload(again);
    assertThat(second.getUploadURL()).isEqualTo(first.getUploadURL());
    assertThat(second.getOffset()).isBetween(39L << 20, 42L << 20);
    second.setChunkSize(1 << 20);
    while (second.uploadChunk() > -1) {
      // Goes on.
    }
    second.finish();
    assertUploaded("java.bin");
  }

  @Test
  void tuspy() throws Exception {
    require("python3 with venv", "python3 -c 'import venv, ensurepip'", "python3-venv");
    var project = copy("tuspy");
    run(project, "python3", "-m", "venv", "venv");
    run(project, "venv/bin/pip", "install", "-q", "-r", "requirements.txt");
    uploads(project, "tuspy.bin", "venv/bin/python", "upload.py");
  }

  private static void uploads(Path project, String path, String... command) throws Exception {
    // Each has a file of its own, so that no client remembers the upload of another.
    var own = Files.createLink(folder.resolve(path), file);
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of(pods.uri() + "/uploads", own.toString(), path, Integer.toString(ABORT_AT)));
    var resumedAt = Long.parseLong(run(project, all.toArray(String[]::new)));
    assertThat(resumedAt).isBetween(37L << 20, 42L << 20);
    assertUploaded(path);
  }

  private static void assertUploaded(String path) throws IOException {
    assertThat(Files.mismatch(folder.resolve("data").resolve(path), file)).isEqualTo(-1);
  }

  private static void require(String what, String check, String packages) throws Exception {
    var process = new ProcessBuilder("sh", "-c", check).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new AssertionError(what + " is missing: apt-get install " + packages);
    }
  }

  private static Path copy(String name) throws IOException {
    var project = Files.createDirectories(TARGET.resolve(name));
    try (var files = Files.list(SOURCES.resolve(name))) {
      for (var file : files.toList()) {
        Files.write(project.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return project;
  }

  /** Runs a command to its end; the last line that it printed. */
  private static String run(Path directory, String... command) throws Exception {
    var log = Files.createTempFile(folder, "client-", ".log");
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var output = process.waitFor() == 0 ? Files.readAllLines(log) : List.<String>of();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return output.isEmpty() ? "" : output.getLast();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
