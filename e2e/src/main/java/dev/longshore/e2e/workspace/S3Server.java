package dev.longshore.e2e.workspace;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.longshore.e2e.cluster.Cluster;
import java.util.List;

/**
 * An S3 server for one namespace: it answers at {@code s3:7070}, and its buckets are the folders of
 * the claim {@code s3}, so that objects can be looked at as files.
 *
 * @param cluster the cluster that it runs on
 * @param volume where its buckets lie
 */
public record S3Server(Cluster cluster, SharedVolume volume) {
  /** The Secret with its access key, under the usual names. */
  public static final String SECRET = "s3";

  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: s3, namespace: %1$s}
      stringData: {AWS_ACCESS_KEY_ID: uploads, AWS_SECRET_ACCESS_KEY: key-of-the-cluster-tests}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: s3, namespace: %1$s}
      spec:
        selector: {matchLabels: {app: s3}}
        template:
          metadata: {labels: {app: s3}}
          spec:
            terminationGracePeriodSeconds: 5
            automountServiceAccountToken: false
            securityContext:
              runAsNonRoot: true
              runAsUser: 65532
              runAsGroup: 65532
              seccompProfile: {type: RuntimeDefault}
            containers:
            - name: s3
              image: %2$s
              imagePullPolicy: IfNotPresent
              args: [--port, ":7070", --region, eu-west-1, --quiet, --health, /health, posix, /data/buckets]
              env:
              - {name: ROOT_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: AWS_ACCESS_KEY_ID}}}
              - {name: ROOT_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: s3, key: AWS_SECRET_ACCESS_KEY}}}
              ports: [{name: s3, containerPort: 7070}]
              readinessProbe: {httpGet: {path: /health, port: s3}, periodSeconds: 1}
              resources: {limits: {memory: 512Mi}}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
              volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: s3}}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: s3, namespace: %1$s}
      spec: {selector: {app: s3}, ports: [{port: 7070}]}
      """;

  /** Starts a server with these buckets, whose data lies on the claim {@code s3}. */
  static S3Server start(Cluster cluster, String namespace, String image, List<String> buckets) {
    var volume = SharedVolume.create(cluster, namespace, "s3");
    buckets.forEach(bucket -> cluster.run("mkdir", "-p", volume.folder() + "/buckets/" + bucket));
    cluster.run("chown", "-R", "65532:65532", volume.folder());
    cluster.client().load(RedisServer.stream(MANIFEST.formatted(namespace, image))).create();
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("s3")
        .waitUntilReady(60, SECONDS);
    return new S3Server(cluster, volume);
  }

  /** SHA-256 in hex of an object. */
  public String sha256(String bucket, String key) {
    return cluster.run("sha256sum", folder(bucket) + "/" + key).split(" ", 2)[0];
  }

  /** Every object and everything unfinished that the bucket holds, as paths. */
  public List<String> files(String bucket) {
    return cluster
        .run("find", folder(bucket), "-type", "f", "-printf", "%P\\n")
        .lines()
        .sorted()
        .toList();
  }

  private String folder(String bucket) {
    return volume.folder() + "/buckets/" + bucket;
  }
}
