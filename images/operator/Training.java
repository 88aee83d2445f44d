import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts etcd and kube-apiserver, lets the operator reconcile a few resources against them, and ends
 * it: its JVM then writes the AOT cache.
 */
class Training {
  static final Path WORK = Path.of("/tmp/training");
  static final String RESOURCES =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: redis-%1$d, namespace: default}
      stringData: {redis-connection-string: "redis:6379"}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: uploads-%1$d, namespace: default}
      spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}
      ---
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: training-%1$d, namespace: default}
      spec:
        redis: {secretRef: {name: redis-%1$d}}
        storage: {filesystem: {claimName: uploads-%1$d}}
      ---
      """;
  static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: training, cluster: {server: "https://127.0.0.1:6443", insecure-skip-tls-verify: true}}]
      contexts: [{name: training, context: {cluster: training, user: training, namespace: default}}]
      current-context: training
      users: [{name: training, user: {token: training}}]
      """;

  public static void main(String[] args) throws Exception {
    Files.createDirectories(WORK);
    Files.writeString(WORK.resolve("tokens"), "training,training,1,system:masters\n");
    Files.writeString(WORK.resolve("config"), KUBECONFIG);
    writeServiceAccountKeys();
    var etcd = start("kube", "etcd", "--data-dir=/tmp/training/etcd");
    var apiserver =
        start(
            "kube",
            "kube-apiserver",
            "--etcd-servers=http://127.0.0.1:2379",
            "--cert-dir=/tmp/training",
            "--token-auth-file=/tmp/training/tokens",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=/tmp/training/PUBLIC-KEY",
            "--service-account-signing-key-file=/tmp/training/PRIVATE-KEY");
    try {
      await("kube-apiserver", "get", "--raw=/readyz");
      await("the namespace", "get", "namespace", "default");
      await("the CRD", "apply", "-f", "/crds");
      await("the CRD", "wait", "--for=condition=Established", "crd", "--all", "--timeout=1s");
      var operator =
          start(
              "java",
              "-XX:AOTCacheOutput=/app/app.aot",
              "@/app/jvm.args",
              "dev.longshore.operator.Main");
      try {
        for (int i = 0; i < 20; i++) {
          Path file = Files.writeString(WORK.resolve("resource.yaml"), RESOURCES.formatted(i));
          await("the API", "apply", "-f", file.toString());
        }
        await("the operator's last Deployment", "get", "deployment", "training-19");
        await("the deletion", "delete", "uploadservices", "--all", "--timeout=5s");
      } finally {
        end(operator);
      }
    } finally {
      end(apiserver);
      end(etcd);
    }
  }

  /** The keys for service account tokens, which nobody asks for here: the API server wants them. */
  static void writeServiceAccountKeys() throws Exception {
    var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    writePem("PRIVATE KEY", pair.getPrivate());
    writePem("PUBLIC KEY", pair.getPublic());
  }

  static void writePem(String type, Key key) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(key.getEncoded());
    String pem = "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text);
    Files.writeString(WORK.resolve(type.replace(' ', '-')), pem);
  }

  static Process start(String... command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", "/tmp/training/config");
    builder.environment().put("LONGSHORE_UPLOAD_SERVICE_IMAGE", "longshore/upload-service:training");
    builder.environment().put("LONGSHORE_LEASE_NAMESPACE", "default");
    builder.environment().put("LONGSHORE_LEASE_NAME", "training");
    builder.environment().put("LONGSHORE_POD_NAME", "training");
    if (command[0].equals("kube")) {
      builder.redirectErrorStream(true).redirectOutput(WORK.resolve(command[1] + ".log").toFile());
    } else {
      builder.inheritIO();
    }
    return builder.start();
  }

  /** Repeats a kubectl command until it succeeds. */
  static void await(String what, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 2];
    command[0] = "kube";
    command[1] = "kubectl";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    for (long end = System.nanoTime() + 45_000_000_000L; System.nanoTime() < end; ) {
      if (start(command).waitFor() == 0) {
        return;
      }
      Thread.sleep(200);
    }
    for (String log : List.of("kubectl.log", "kube-apiserver.log")) {
      var lines = Files.readAllLines(WORK.resolve(log));
      lines.stream().skip(Math.max(0, lines.size() - 5)).forEach(System.err::println);
    }
    throw new IllegalStateException(what + " does not come");
  }

  static void end(Process process) throws Exception {
    process.destroy();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a process does not end");
    }
  }
}
