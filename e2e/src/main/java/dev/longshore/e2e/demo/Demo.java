package dev.longshore.e2e.demo;

import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.cluster.OperatorChart;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import io.fabric8.kubernetes.api.model.Pod;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A cluster, the chart, an {@code UploadService}, a file uploaded across three pods of which one is
 * killed on the way, and the checksum of what arrived. The cluster is left up.
 */
public final class Demo {

  private static final String NAME = "longshore-demo";
  private static final String NAMESPACE = "demo";
  private static final String FILE = "demo/file.bin";
  private static final int PODS = 3;
  private static final int CHUNK = 4 << 20;
  private static final int SIZE = 30 * CHUNK - 12_345;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Narrator tell = new Narrator();

  private Demo() {}

  /** Exits with 0 if the uploaded file is the file that was sent, else with 1. */
  public static void main(String[] args) {
    boolean same = false;
    try {
      same = new Demo().run();
    } catch (RuntimeException e) {
      e.printStackTrace();
    }
    System.out.flush();
    // Not exit: its hooks would remove the cluster, which is to be looked around in.
    Runtime.getRuntime().halt(same ? 0 : 1);
  }

  private boolean run() {
    tell.step("Starting a cluster");
    var images = Images.built();
    var cluster = Cluster.start(images, NAME);
    tell.show(cluster.describe());

    tell.step("Installing the chart helm/longshore");
    OperatorChart.install(cluster);

    tell.step("Setting up what an UploadService refers to: a Redis, its Secret, a shared volume");
    var workspace = Workspace.create(cluster, images, NAMESPACE);
    workspace.writeSecret(Workspace.PASSWORD);

    tell.step("Applying UploadService media with " + PODS + " replicas");
    var media = workspace.apply("media", PODS).awaitReady(PATIENCE);
    tell.show("Ready: " + media.condition("Ready").get("message"));
    tell.show(names(media.pods()));

    var bytes = new byte[SIZE];
    new Random().nextBytes(bytes);
    var upload = new ChunkedUpload(bytes, CHUNK);
    uploadAcross(media, upload);
    table(upload);

    tell.step("Comparing checksums (SHA-256)");
    var sent = sha256(bytes);
    var stored = workspace.sha256(FILE);
    tell.show("sent    " + sent);
    tell.show("stored  " + stored);
    boolean same = sent.equals(stored) && upload.chunksByPod().size() >= PODS;
    tell.show(same ? "equal" : "NOT EQUAL, or a pod took no chunk");
    howToGoOn(cluster, media.doorToService());
    return same;
  }

  private void uploadAcross(UploadServiceResource media, ChunkedUpload upload) {
    tell.step(
        "Uploading %d MiB in %d chunks, each to the next pod"
            .formatted(SIZE >> 20, upload.chunks()));
    var doors = media.doorsToPods();
    upload.create(client(doors.getFirst()), FILE);
    sendUntil(upload, doors, SIZE / 2);

    var victim = media.pods().getLast();
    tell.step("Killing pod %s; the others go on".formatted(victim.getMetadata().getName()));
    doors.getLast().close();
    media.workspace().cluster().client().resource(victim).withGracePeriod(0).delete();
    sendUntil(upload, doors.subList(0, PODS - 1), SIZE);
    doors.subList(0, PODS - 1).forEach(Door::close);
    media.awaitReady(PATIENCE);
  }

  private void sendUntil(ChunkedUpload upload, List<Door> doors, long limit) {
    var pods = doors.stream().map(Demo::client).toList();
    for (long done = 0; done < limit && !upload.isDone(); ) {
      done = upload.send(pods);
      tell.progress(done, SIZE, CHUNK);
    }
  }

  private static TusClient client(Door door) {
    return new TusClient(door.url());
  }

  private void table(ChunkedUpload upload) {
    tell.step("Which pod took which chunk");
    upload
        .chunksByPod()
        .forEach((pod, chunks) ->
            tell.show(
                "%-28s %2d chunks: %s"
                    .formatted(
                        pod,
                        chunks.size(),
                        chunks.stream().map(String::valueOf).collect(Collectors.joining(" ")))));
  }

  private void howToGoOn(Cluster cluster, Door door) {
    tell.step("The cluster stays up. Go on with");
    tell.show("export KUBECONFIG=" + cluster.kubeconfig());
    tell.show("kubectl -n " + NAMESPACE + " get uploadservices,pods");
    tell.show("kubectl -n " + NAMESPACE + " describe uploadservice media");
    tell.show("curl -i " + door.url() + "health");
    tell.show("a tus client with the endpoint " + door.url() + "uploads");
    tell.show("make demo-clean    to remove it");
  }

  private static String names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.joining("\n"));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }
}
