package dev.longshore.e2e.workspace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * A namespace that enforces restricted Pod Security, with a shared volume (claim {@code uploads})
 * and a Redis: all that an UploadService needs but the Secret and the resource itself.
 */
public final class Workspace implements AutoCloseable {
  public static final String PASSWORD = "first-password";
  public static final String SECRET = "app-secrets";
  public static final String SECRET_KEY = "redis-connection-string";

  private final Cluster cluster;
  private final String namespace;
  private final SharedVolume uploads;
  private final SharedVolume redisData;
  private final RedisServer redis;

  private Workspace(
      Cluster cluster,
      String namespace,
      SharedVolume uploads,
      SharedVolume redisData,
      RedisServer redis) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.uploads = uploads;
    this.redisData = redisData;
    this.redis = redis;
  }

  /** Sets up a namespace of this name. */
  public static Workspace create(Cluster cluster, Images images, String namespace) {
    cluster
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    await("the namespace's service account")
        .atMost(30, SECONDS)
        .until(() ->
            cluster.client().serviceAccounts().inNamespace(namespace).withName("default").get()
                != null);
    var uploads = SharedVolume.create(cluster, namespace, "uploads");
    var redisData = SharedVolume.create(cluster, namespace, "redis");
    var redis = RedisServer.start(cluster, namespace, images.redis(), PASSWORD);
    return new Workspace(cluster, namespace, uploads, redisData, redis);
  }

  public Cluster cluster() {
    return cluster;
  }

  public String namespace() {
    return namespace;
  }

  public RedisServer redis() {
    return redis;
  }

  /** Creates or changes the Secret with the connection string for a password. */
  public void writeSecret(String password) {
    cluster
        .client()
        .resource(secret("redis:6379,user=uploads,password=" + password + ",abortConnect=false"))
        .serverSideApply();
  }

  /** Removes the Secret if there is one. */
  public void deleteSecret() {
    cluster.client().secrets().inNamespace(namespace).withName(SECRET).delete();
  }

  private Secret secret(String connectionString) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(SECRET)
        .withNamespace(namespace)
        .endMetadata()
        .addToStringData(SECRET_KEY, connectionString)
        .build();
  }

  /** Starts an S3 server with these buckets. */
  public S3Server startS3(Images images, String... buckets) {
    return S3Server.start(cluster, namespace, images.s3(), List.of(buckets));
  }

  /** Brings metrics of the pods here to the cluster's autoscalers. */
  public MetricsAdapter startMetricsAdapter(Images images) {
    return MetricsAdapter.start(cluster, namespace, images.metrics());
  }

  /** Applies an UploadService of this name, without waiting. */
  public UploadServiceResource apply(String name, int replicas) {
    return apply(name, replicas, "{filesystem: {claimName: uploads}}");
  }

  /** As {@link #apply(String, int)}, with another {@code spec.storage}. */
  public UploadServiceResource apply(String name, int replicas, String storage) {
    return UploadServiceResource.apply(this, name, replicas, storage);
  }

  /** Applies an UploadService of this name as its author wrote it, without waiting. */
  public UploadServiceResource applyManifest(String name, String manifest) {
    return UploadServiceResource.apply(this, name, manifest);
  }

  /** Path on the node of a file of the volume {@code uploads}. */
  public String file(String path) {
    return uploads.folder() + "/" + path;
  }

  /**
   * SHA-256 in hex of a finished upload that was given no path of its own: it lies under its id.
   */
  public String sha256OfUpload(String upload) {
    return sha256OfUploads(List.of(upload)).getFirst();
  }

  /** As {@link #sha256OfUpload}, for many at once. */
  public List<String> sha256OfUploads(List<String> uploads) {
    List<String> command = new ArrayList<>(List.of("sha256sum"));
    uploads.forEach(upload -> command.add(file(upload.substring(upload.lastIndexOf('/') + 1))));
    return cluster
        .run(command.toArray(String[]::new))
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .toList();
  }

  /** SHA-256 in hex of a file of the volume {@code uploads}. */
  public String sha256(String path) {
    return cluster.run("sha256sum", file(path)).split(" ", 2)[0];
  }

  /** Removes the namespace and the volumes, and waits until the pods are gone. */
  @Override
  public void close() {
    cluster.client().namespaces().withName(namespace).withTimeout(90, SECONDS).delete();
    uploads.close();
    redisData.close();
  }
}
