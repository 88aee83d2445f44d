package dev.longshore.e2e;

import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.cluster.OperatorChart;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Hands tests the one cluster of this run, started at the first use with the chart installed, and
 * an UploadService of three pods that tests share and leave Ready. A test that fails says what the
 * cluster looked like.
 */
final class OnCluster
    implements ParameterResolver, TestWatcher, LifecycleMethodExecutionExceptionHandler {
  private static final Namespace STORE = Namespace.create(OnCluster.class);
  private static final int PODS = 3;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Cluster.class || type == UploadServiceResource.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class
        ? cluster(context)
        : sharedService(context);
  }

  private static Cluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(Cluster.class, key -> startCluster(), Cluster.class);
  }

  private static Cluster startCluster() {
    // Named after this working copy: two of them can run their tests at the same time.
    String name = "longshore-e2e-" + Integer.toHexString(Images.root().hashCode());
    long start = System.nanoTime();
    Cluster cluster = Cluster.start(Images.built(), name);
    System.out.printf("Cluster tests run on %s (%d s)%n", cluster.describe(), seconds(start));
    OperatorChart.install(cluster);
    System.out.printf("The chart is installed (%d s)%n", seconds(start));
    return cluster;
  }

  private static long seconds(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  private static UploadServiceResource sharedService(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(
            UploadServiceResource.class,
            key -> {
              var workspace = Workspace.create(cluster(context), Images.built(), "apps");
              workspace.writeSecret(Workspace.PASSWORD);
              return workspace.apply("media", PODS).awaitReady(Duration.ofSeconds(120));
            },
            UploadServiceResource.class);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    diagnose(context);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable cause)
      throws Throwable {
    diagnose(context);
    throw cause;
  }

  private static void diagnose(ExtensionContext context) {
    Cluster cluster = context.getRoot().getStore(STORE).get(Cluster.class, Cluster.class);
    if (cluster != null) {
      System.out.println(Diagnosis.of(cluster.client()));
    }
  }
}
