package dev.longshore.e2e.workspace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Redis for one namespace: it answers at {@code redis:6379}, writes every change to its volume
 * before it answers, and asks the user {@code uploads} for a password.
 *
 * @param cluster the cluster that it runs on
 * @param namespace its namespace
 */
public record RedisServer(Cluster cluster, String namespace) {
  private static final String MANIFEST =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: redis, namespace: %1$s}
      spec:
        serviceName: redis
        selector: {matchLabels: {app: redis}}
        template:
          metadata: {labels: {app: redis}}
          spec:
            terminationGracePeriodSeconds: 5
            automountServiceAccountToken: false
            securityContext:
              runAsNonRoot: true
              runAsUser: 65532
              runAsGroup: 65532
              seccompProfile: {type: RuntimeDefault}
            containers:
            - name: redis
              image: %2$s
              imagePullPolicy: IfNotPresent
              args: [redis-server, --dir, /data, --appendonly, "yes", --appendfsync, always, --save, "",
                     --protected-mode, "no", --user, uploads, "on", ">%3$s", "~*", "&*", "+@all"]
              ports: [{name: redis, containerPort: 6379}]
              readinessProbe: {exec: {command: [redis-cli, ping]}, periodSeconds: 1, timeoutSeconds: 5}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
              volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: redis}}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: redis, namespace: %1$s}
      spec: {selector: {app: redis}, ports: [{port: 6379}]}
      """;

  /** Starts a Redis whose data lies on the claim {@code redis}. */
  static RedisServer start(Cluster cluster, String namespace, String image, String password) {
    String manifest = MANIFEST.formatted(namespace, image, password);
    cluster.client().load(stream(manifest)).create();
    var redis = new RedisServer(cluster, namespace);
    redis.awaitReplicas(1);
    return redis;
  }

  static java.io.InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the server; its data stays on the volume. */
  public void stop() {
    statefulSet().scale(0);
    await("Redis to end").atMost(30, SECONDS).until(() -> pods().isEmpty());
  }

  /** Starts the server again with the data that it had, and the first password. */
  public void start() {
    statefulSet().scale(1);
    awaitReplicas(1);
  }

  /**
   * Runs {@code redis-cli} inside the pod, as a person would.
   *
   * @return the lines that it printed
   */
  public List<String> cli(String... arguments) {
    List<String> command = new ArrayList<>(List.of("redis-cli"));
    command.addAll(Arrays.asList(arguments));
    var out = new ByteArrayOutputStream();
    try (var exec =
        cluster
            .client()
            .pods()
            .inNamespace(namespace)
            .withName("redis-0")
            .writingOutput(out)
            .exec(command.toArray(String[]::new))) {
      int code = exec.exitCode().join();
      String text = out.toString(StandardCharsets.UTF_8);
      if (code != 0) {
        throw new IllegalStateException("redis-cli ended with %d: %s".formatted(code, text));
      }
      return text.lines().toList();
    }
  }

  private List<Pod> pods() {
    return cluster
        .client()
        .pods()
        .inNamespace(namespace)
        .withLabel("app", "redis")
        .list()
        .getItems();
  }

  private RollableScalableResource<StatefulSet> statefulSet() {
    return cluster.client().apps().statefulSets().inNamespace(namespace).withName("redis");
  }

  private void awaitReplicas(int replicas) {
    statefulSet()
        .waitUntilCondition(
            set ->
                set != null
                    && set.getStatus() != null
                    && Integer.valueOf(replicas).equals(set.getStatus().getReadyReplicas()),
            60,
            SECONDS);
  }
}
