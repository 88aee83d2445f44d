package dev.longshore.operator.bench;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.ForeignApis;
import dev.longshore.operator.cluster.KubeApi;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDRBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures, one after the other, and prints a table. */
final class OperatorBench {

  private static final int SERVICES = number("BENCH_SERVICES", 1000);
  private static final int NAMESPACES = 10;

  /** Leaves out what waits for memory, and what needs another operator. */
  private static final boolean SPEED_ONLY = System.getenv("BENCH_SPEED_ONLY") != null;

  /** Floor and operator by turns, since two cores are never alike for long. */
  private static final int RACES = number("BENCH_ROUNDS", SPEED_ONLY ? 1 : 3);

  private static final int ROUNDS = SPEED_ONLY ? 2 : 10;
  private static final int SECONDS_TO_GIVE_BACK = 25;
  private static final int UNRELATED = 500;
  private static final int UNRELATED_BYTES = 750_000;
  private static final String DEPLOYMENT = "patch deployments";

  /** What is applied after all else of a resource. */
  private static final String LAST_OBJECT = "patch servicemonitors";

  private final KubeApi api = KubeApi.start();
  private final KubernetesClient admin;
  private final Path folder;
  private final Path kubeconfig;
  private final AuditLog audit;
  private final Report report = new Report();

  /**
   * What a bare client needs, in seconds.
   *
   * @param all to apply every object
   * @param newSecrets to apply the Deployments once more, with other digests
   */
  private record Floors(double all, double newSecrets) {}

  /**
   * What the operator needs for resources that it finds, in seconds from the start of its process.
   *
   * @param first to the first write
   * @param last to the last object
   * @param ready until all are ready
   */
  private record Cold(double first, double last, double ready) {

    /** As the floor is counted, whose own start is left out. */
    double working() {
      return last - first;
    }
  }

  private OperatorBench() throws IOException {
    admin = Cluster.create("longshore-bench", Map.of()).admin();
    new ForeignApis(admin).install();
    moreServiceAddresses();
    folder = Files.createDirectories(Path.of("target", "bench")).toAbsolutePath();
    kubeconfig = kubeconfig(Chart.SERVICE_ACCOUNT);
    audit =
        new AuditLog(
            api.auditLog(),
            "system:serviceaccount:" + Chart.NAMESPACE + ":" + Chart.SERVICE_ACCOUNT);
  }

  public static void main(String[] args) {
    try {
      new OperatorBench().run();
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      // Informers and the API server would go on.
      System.exit(1);
    }
  }

  private void run() throws Exception {
    train();
    var population = new Population("bench", NAMESPACES, SERVICES);
    try (var _ = new Kubelets(admin)) {
      if (!SPEED_ONLY) {
        atRestWithNothing();
      }
      race(population);
      if (!SPEED_ONLY) {
        restart(population);
        failover();
      }
    }
    System.out.println(report.markdown());
  }

  /** The server of the tests has addresses for 254 Services. */
  private void moreServiceAddresses() {
    admin
        .resource(
            new ServiceCIDRBuilder()
                .withNewMetadata()
                .withName("more")
                .endMetadata()
                .withNewSpec()
                .withCidrs("10.96.0.0/16")
                .endSpec()
                .build())
        .serverSideApply();
  }

  /** As the build of the image does. */
  private void train() throws IOException {
    Files.deleteIfExists(folder.resolve("operator.aot"));
    say("training the AOT cache");
    var few = new Population("training", 1, 20);
    few.create(admin);
    try (var operator = OperatorProcess.start(folder, kubeconfig, "training")) {
      await("readiness", operator::isReady);
      settle(operator);
    }
    delete(few);
  }

  private void atRestWithNothing() {
    say("nothing to do");
    try (var operator = OperatorProcess.start(folder, kubeconfig, "empty")) {
      await("readiness", operator::isReady);
      report.row("memory with no resource", "%d MiB", memoryAtRest(operator));
    }
  }

  private Floors floor() throws IOException {
    var population = new Population("floor", NAMESPACES, SERVICES);
    population.create(admin);
    say("floor: a bare client");
    var writes =
        new AuditLog(api.auditLog(), "system:serviceaccount:" + Chart.NAMESPACE + ":floor");
    try (var floor = FloorProcess.start(kubeconfig("floor"), population)) {
      writes.mark();
      floor.begin(Floor.Task.ALL);
      // Its own start does not count, so that it is a floor.
      await("the floor's first write", () -> writes.count() > 0);
      var before = Processors.with("client", floor.handle());
      var started = System.nanoTime();
      // Watched in the same way as the operator: to look takes a share of the processors, too.
      await("all objects", () -> writes.count(LAST_OBJECT) >= SERVICES);
      var all = seconds(started);
      floor.finish();
      settle(writes::count);
      say("%.1f s; %s", all, Processors.with("client", floor.handle()).since(before));
      before = Processors.with("client", floor.handle());
      writes.mark();
      started = System.nanoTime();
      floor.begin(Floor.Task.NEW_SECRETS);
      await("all Deployments", () -> writes.count(DEPLOYMENT) >= SERVICES);
      var newSecrets = seconds(started);
      floor.finish();
      say(
          "the Deployments again: %.1f s; %s",
          newSecrets, Processors.with("client", floor.handle()).since(before));
      delete(population);
      return new Floors(all, newSecrets);
    }
  }

  private void race(Population population) throws IOException {
    var floors = new ArrayList<Floors>();
    var colds = new ArrayList<Cold>();
    for (int race = 1; race <= RACES; race++) {
      floors.add(floor());
      population.create(admin);
      audit.mark();
      try (var operator = OperatorProcess.start(folder, kubeconfig, "cold")) {
        colds.add(cold(operator, population));
        if (race == RACES) {
          speed(floors, colds);
          report.row(
              "writes per resource",
              "%.2f (%d objects)",
              (double) audit.count() / SERVICES,
              Population.CHILDREN);
          say("%s", audit.byResource());
          afterwards(operator, population, floors.getLast());
        }
      }
      if (race < RACES) {
        delete(population);
      }
    }
  }

  private Cold cold(OperatorProcess operator, Population population) {
    say("cold: %d resources", SERVICES);
    var before = Processors.with("operator", operator.handle());
    var cold =
        new Cold(
            waitFor(operator, "the first write", () -> audit.count() > 0),
            waitFor(operator, "all objects", () -> audit.count(LAST_OBJECT) >= SERVICES),
            waitFor(operator, "readiness of all", () -> isReady(population)));
    settle(operator);
    say("%s; %s", cold, Processors.with("operator", operator.handle()).since(before));
    return cold;
  }

  private void speed(List<Floors> floors, List<Cold> colds) {
    report.row(
        "floor: the same objects by a bare client", "%.1f s", Median.of(floors, Floors::all));
    report.row("process start to first write", "%.2f s", Median.of(colds, Cold::first));
    report.row("cold: from there to the last object", "%.1f s", Median.of(colds, Cold::working));
    report.row(
        "floor's rate that this is",
        "%s, median %.2f",
        IntStream.range(0, RACES)
            .mapToObj(i -> "%.2f".formatted(floors.get(i).all() / colds.get(i).working()))
            .collect(Collectors.joining(", ")),
        Median.of(floors, Floors::all) / Median.of(colds, Cold::working));
    report.row(
        "cold: from the process's start to the last Ready",
        "%.1f s",
        Median.of(colds, Cold::ready));
  }

  private void afterwards(OperatorProcess operator, Population population, Floors floor) {
    report.row(
        "memory with %d resources".formatted(SERVICES),
        "%d MiB, %d of them pages of files, at most %d",
        memoryAtRest(operator),
        operator.filePagesMebibytes(),
        operator.peakMebibytes());
    rest(operator, population);
    secretOfAll(operator, population, floor);
    if (!SPEED_ONLY) {
      unrelatedSecrets(operator);
    }
  }

  private void rest(OperatorProcess operator, Population population) {
    say("rest: %d rounds", ROUNDS);
    var versions = versions();
    audit.mark();
    for (int round = 0; round < ROUNDS; round++) {
      var before = operator.metric("operator_sdk_reconciliations_started_total");
      for (var namespace : population.names()) {
        Population.secret(admin, namespace, "redis-" + namespace + ":6379", "round " + round);
      }
      await(
          "a round",
          () -> operator.metric("operator_sdk_reconciliations_started_total") >= before + SERVICES);
      settle(operator);
    }
    var changed =
        versions().entrySet().stream()
            .filter(e -> !e.getValue().equals(versions.get(e.getKey())))
            .count();
    report.row(
        "writes in %d rounds at rest".formatted(ROUNDS),
        "%d, resourceVersions changed: %d",
        audit.count(),
        changed);
  }

  private void secretOfAll(OperatorProcess operator, Population population, Floors floor) {
    say("the Secrets of all resources change");
    audit.mark();
    var before = Processors.with("operator", operator.handle());
    var requests = ServerRequests.now(admin);
    var started = System.nanoTime();
    for (var namespace : population.names()) {
      Population.secret(admin, namespace, "other-" + namespace + ":6379", "changed");
    }
    await("all Deployments", () -> audit.count(DEPLOYMENT) >= SERVICES);
    var seconds = seconds(started);
    report.row("floor: the Deployments again by the same client", "%.1f s", floor.newSecrets());
    var processors = Processors.with("operator", operator.handle()).since(before);
    var meanwhile = ServerRequests.now(admin).since(requests);
    report.row(
        "Secrets used by %d resources change: to the last Deployment".formatted(SERVICES),
        "%.1f s, %.2f of the floor's rate",
        seconds,
        floor.newSecrets() / seconds);
    report.row("processor seconds of that", "%s", processors);
    say("requests of that: %s", meanwhile);
    settle(operator);
    report.row("writes of that", "%s", audit.byResource());
  }

  private void unrelatedSecrets(OperatorProcess operator) {
    say("%d unrelated Secrets of 1 MiB", UNRELATED);
    var before = memoryAtRest(operator);
    var reconciled = operator.metric("operator_sdk_reconciliations_started_total");
    var bytes = new byte[UNRELATED_BYTES];
    new Random(1).nextBytes(bytes);
    var data = java.util.Base64.getEncoder().encodeToString(bytes);
    Population.each(
        UNRELATED,
        index ->
            admin
                .resource(
                    new SecretBuilder()
                        .withNewMetadata()
                        .withName("unrelated-" + index)
                        .withNamespace("bench-0")
                        .endMetadata()
                        .withData(Map.of("blob", data))
                        .build())
                .create());
    settle(operator);
    report.row(
        "%d unrelated Secrets of 1 MiB: reconciles".formatted(UNRELATED),
        "%.0f",
        operator.metric("operator_sdk_reconciliations_started_total") - reconciled);
    report.row("memory before and after them", "%d and %d MiB", before, memoryAtRest(operator));
    admin.secrets().inNamespace("bench-0").list().getItems().stream()
        .filter(secret -> secret.getMetadata().getName().startsWith("unrelated-"))
        .forEach(secret -> admin.resource(secret).delete());
  }

  private void restart(Population population) {
    say("restart");
    audit.mark();
    try (var operator = OperatorProcess.start(folder, kubeconfig, "restart")) {
      var first =
          waitFor(
              operator,
              "the first reconcile",
              () -> operator.metric("operator_sdk_reconciliations_started_total") > 0);
      var all =
          waitFor(
              operator,
              "all reconciles",
              () -> operator.metric("operator_sdk_reconciliations_success_total") >= SERVICES);
      settle(operator);
      report.row("restart: first reconcile, last", "%.2f s, %.1f s", first, all);
      report.row("restart: writes", "%d", audit.count());
      report.row("memory after a restart", "%d MiB", memoryAtRest(operator));
    }
  }

  private void failover() {
    say("failover");
    var first = OperatorProcess.start(folder, kubeconfig, "first");
    await("leading", () -> first.metric("operator_sdk_reconciliations_started_total") > 0);
    settle(first);
    var second = OperatorProcess.start(folder, kubeconfig, "second");
    await("standing by", second::isReady);
    var started = System.nanoTime();
    first.close();
    await(
        "the second to lead",
        () -> second.metric("operator_sdk_reconciliations_started_total") > 0);
    report.row("failover after a graceful stop", "%.1f s", seconds(started));
    settle(second);
    try (var third = OperatorProcess.start(folder, kubeconfig, "third")) {
      await("standing by", third::isReady);
      var killed = System.nanoTime();
      second.kill();
      await(
          "the third to lead",
          () -> third.metric("operator_sdk_reconciliations_started_total") > 0);
      report.row("failover after SIGKILL", "%.1f s", seconds(killed));
    }
  }

  private boolean isReady(Population population) {
    return population.names().stream()
        .allMatch(namespace ->
            admin.resources(UploadService.class).inNamespace(namespace).list().getItems().stream()
                .allMatch(service ->
                    service.getStatus().conditions() != null
                        && service.getStatus().conditions().stream()
                            .anyMatch(
                                c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()))));
  }

  private Map<String, String> versions() {
    return List.of("deployments.apps", "services", "networkpolicies.networking.k8s.io").stream()
        .flatMap(kind ->
            admin
                .genericKubernetesResources(context(kind))
                .inAnyNamespace()
                .list()
                .getItems()
                .stream())
        .collect(
            Collectors.toMap(
                o -> o.getKind() + "/" + o.getMetadata().getUid(),
                o -> o.getMetadata().getResourceVersion()));
  }

  private static io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext context(
      String kind) {
    int dot = kind.indexOf('.');
    return new io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext.Builder()
        .withGroup(dot < 0 ? "" : kind.substring(dot + 1))
        .withVersion("v1")
        .withPlural(dot < 0 ? kind : kind.substring(0, dot))
        .withNamespaced(true)
        .build();
  }

  /** There is no garbage collector here: what the owner leaves is deleted, too. */
  private void delete(Population population) {
    for (var namespace : population.names()) {
      admin.resources(UploadService.class).inNamespace(namespace).delete();
      for (var kind :
          List.of(
              "serviceaccounts",
              "services",
              "deployments.apps",
              "networkpolicies.networking.k8s.io",
              "ingresses.networking.k8s.io",
              "poddisruptionbudgets.policy",
              "httproutes.gateway.networking.k8s.io",
              "servicemonitors.monitoring.coreos.com")) {
        admin.genericKubernetesResources(context(kind)).inNamespace(namespace).delete();
      }
      admin.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace).delete();
    }
  }

  /** A kubeconfig of a ServiceAccount, which is held to the API server's fairness as others are. */
  private Path kubeconfig(String account) throws IOException {
    if (!account.equals(Chart.SERVICE_ACCOUNT)) {
      admin
          .resource(
              new io.fabric8.kubernetes.api.model.ServiceAccountBuilder()
                  .withNewMetadata()
                  .withName(account)
                  .withNamespace(Chart.NAMESPACE)
                  .endMetadata()
                  .build())
          .serverSideApply();
      admin
          .resource(
              new ClusterRoleBindingBuilder()
                  .withNewMetadata()
                  .withName(account)
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                  .addNewSubject("", "ServiceAccount", account, Chart.NAMESPACE)
                  .build())
          .serverSideApply();
    }
    var token =
        admin
            .serviceAccounts()
            .inNamespace(Chart.NAMESPACE)
            .withName(account)
            .tokenRequest(
                new io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(7200L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    return Files.writeString(
        folder.resolve(account + ".kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: bench, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        contexts: [{name: bench, context: {cluster: bench, user: bench}}]
        current-context: bench
        users: [{name: bench, user: {token: "%s"}}]
        """
            .formatted(admin.getMasterUrl(), token));
  }

  /** Resident MiB once the operator has had time to give back what it does not need. */
  private long memoryAtRest(OperatorProcess operator) {
    settle(operator);
    var started = System.nanoTime();
    while (!SPEED_ONLY && seconds(started) < SECONDS_TO_GIVE_BACK) {
      pause();
    }
    return operator.residentMebibytes();
  }

  /** Waits until nothing is written and nothing reconciled for two seconds. */
  private void settle(OperatorProcess operator) {
    settle(() -> audit.count() + operator.metric("operator_sdk_reconciliations_started_total"));
  }

  private void settle(DoubleSupplier work) {
    var quietSince = System.nanoTime();
    var seen = Double.NaN;
    while (seconds(quietSince) < 2) {
      var now = work.getAsDouble();
      if (now != seen) {
        seen = now;
        quietSince = System.nanoTime();
      }
      pause();
    }
  }

  private double waitFor(OperatorProcess operator, String what, BooleanSupplier condition) {
    await(what, condition);
    return seconds(operator.startedAt());
  }

  private void await(String what, BooleanSupplier condition) {
    var started = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (seconds(started) > 600) {
        throw new IllegalStateException("Waited ten minutes for " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void say(String text, Object... arguments) {
    System.err.printf("== " + text + "%n", arguments);
  }

  private static int number(String variable, int otherwise) {
    return Integer.parseInt(System.getenv().getOrDefault(variable, Integer.toString(otherwise)));
  }
}
