package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.KubectlPlugin.Printed;
import dev.longshore.e2e.client.HeldBody;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kubectl longshore} as people run it, at services that are well and at such that are not.
 */
@ExtendWith(OnCluster.class)
class KubectlPluginE2E {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "token-in-metadata";
  private static final String BROKEN =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: broken, namespace: plugin}
      spec:
        redis: {secretRef: {name: missing}}
        storage: {filesystem: {ephemeral: {}}}
      """;

  @TempDir private static Path folder;
  private static Workspace workspace;
  private static UploadServiceResource media;
  private static KubectlPlugin plugin;

  @BeforeAll
  static void serve(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), "plugin");
    workspace.writeSecret(Workspace.PASSWORD);
    workspace.applyManifest("broken", BROKEN);
    media = workspace.apply("media", 2).awaitReady(Duration.ofSeconds(120));
    plugin = KubectlPlugin.at(cluster, "plugin", folder);
  }

  @AfterAll
  static void remove() {
    workspace.close();
  }

  @Test
  void aServiceThatIsWellSaysSo() throws Exception {
    var printed = plugin.run("status media");
    assertThat(printed).returns(0, Printed::code).returns("", Printed::errors);
    PrintedInDocs.require("status media", printed.out());
    assertThat(plugin.run("status media -o json").out()).contains("\"state\": \"Ready\"");
    assertThat(plugin.run("status media -o yaml").out()).contains("state: Ready");
  }

  @Test
  void kubectlFindsItByItsName() throws Exception {
    assertThat(plugin.runByKubectl("status media -o json"))
        .returns(0, Printed::code)
        .returns("", Printed::errors)
        .extracting(Printed::out)
        .asString()
        .contains("\"state\": \"Ready\"");
    assertThat(plugin.runByKubectl("status nobody").code()).as("its exit code").isEqualTo(5);
  }

  @Test
  void aServiceThatMissesItsSecretSaysWhatToDo() throws Exception {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(plugin.run("status broken").out()).contains("SecretNotFound"));
    var printed = plugin.run("status broken");
    assertThat(printed.code()).isEqualTo(2);
    assertThat(printed.out().lines().findFirst().orElseThrow()).contains("missing");
    PrintedInDocs.require("status broken", printed.out());
    assertThat(plugin.run("status nobody").code()).isEqualTo(5);
    assertThat(plugin.run("sessions broken").code()).isEqualTo(1);
  }

  @Test
  void aPauseIsSeenAndEnds() throws Exception {
    var paused = plugin.run("pause media --reason moving-the-volume");
    assertThat(paused.code()).isZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(media.condition("Paused")).containsEntry("status", "True"));
    var printed = plugin.run("status media");
    assertThat(printed.code()).isEqualTo(4);
    assertThat(printed.out()).contains("moving-the-volume").contains("resume media");
    assertThat(plugin.run("restart media").code()).isEqualTo(4);
    assertThat(plugin.run("resume media").code()).isZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(plugin.run("status media").code()).isZero());
    PrintedInDocs.require("pause media --reason moving-the-volume", paused.out());
  }

  @Test
  void uploadsUnderWayAreShownWithoutWhatLetsOthersUpload() throws Exception {
    var pod = media.pods().getFirst();
    try (Door door = Door.toPod(workspace.cluster(), pod)) {
      var client = new TusClient(door.url());
      var upload = client.create(20 << 20, Map.of("path", "videos/cat.mp4", "token", TOKEN));
      var id = upload.substring(upload.lastIndexOf('/') + 1);
      client.patch(upload, 0, new byte[5 << 20]);
      var held = new HeldBody(new byte[1000], 1 << 20);
      var writing = client.patchAsync(upload, 5 << 20, held);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(plugin.run("sessions media").out()).contains(pod.getMetadata().getName()));

      var list = plugin.run("sessions media");
      var one = plugin.run("sessions media -- " + id.substring(0, 8));
      for (var printed : new Printed[] {list, one, plugin.run("sessions media -o json -- " + id)}) {
        assertThat(printed.code()).as(printed.toString()).isZero();
        assertThat(printed.out()).contains("videos/cat.mp4").contains(pod.getMetadata().getName());
        assertThat(printed.out()).doesNotContain(id).doesNotContain(TOKEN);
      }
      PrintedInDocs.require("sessions media", list.out());
      PrintedInDocs.require(
          "sessions media QXVbCaEC",
          one.out()
              .replace(id.substring(0, 8), "QXVbCaEC")
              .replaceAll("media-[0-9a-f]+-[a-z0-9]{5}", "media-6bd7f9c58d-x2x9k"));
      assertThat(plugin.run("sessions media nobodys-upload").code()).isEqualTo(5);
      writing.cancel(true);
    }
  }

  @Test
  void aReportHoldsWhatHelpsAndNoSecret() throws Exception {
    var printed = plugin.run("report media --file " + folder.resolve("report"));
    assertThat(printed.code()).as(printed.toString()).isZero();
    var report = folder.resolve("report");
    assertThat(names(report))
        .contains("uploadservice.yaml deployments.yaml pods.yaml events.yaml status.txt".split(" "))
        .anyMatch(name -> name.matches("logs/media-.*\\.log"))
        .anyMatch(name -> name.matches("operator/logs/longshore-.*\\.log"))
        .doesNotContain("notes.txt", "secrets.yaml");
    try (var files = Files.walk(report)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(Workspace.PASSWORD);
      }
    }
  }

  private static Set<String> names(Path report) throws IOException {
    try (var files = Files.walk(report)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> report.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }
}
