package dev.longshore.operator;

import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.observe.tracing.Tracing;
import dev.longshore.operator.serialization.LeanSerialization;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator with what the environment says. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs until it is told to stop. Exit codes: 0 stopped, 1 failed, 2 wrong settings. */
  public static void main(String[] args) {
    try {
      run(OperatorConfig.from(System.getenv()));
    } catch (IllegalArgumentException e) {
      LOG.error("Wrong settings: {}", e.getMessage());
      System.exit(2);
    } catch (RuntimeException e) {
      LOG.error("Could not start", e);
      System.exit(1);
    }
  }

  private static void run(OperatorConfig config) {
    Optional<Tracing> tracing = config.tracing() ? Optional.of(new Tracing()) : Optional.empty();
    var client =
        new KubernetesClientBuilder()
            .withHttpClientFactory(new QuickTls())
            .withKubernetesSerialization(LeanSerialization.create())
            .withHttpClientBuilderConsumer(http ->
                tracing.ifPresent(
                    spans -> http.addOrReplaceInterceptor(Tracing.INTERCEPTOR, spans.requests())))
            .build();
    // Not exit: a shutdown would take its time, and another operator works already.
    var operator =
        new LongshoreOperator(config, client, tracing, () -> Runtime.getRuntime().halt(1));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  operator.close();
                  tracing.ifPresent(Tracing::close);
                },
                "shutdown"));
    operator.start();
    LOG.info(
        "Watching {}",
        config.watchNamespaces().isEmpty() ? "all namespaces" : config.watchNamespaces());
  }
}
