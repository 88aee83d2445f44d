package dev.longshore.operator.trial;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Tries an installed operator, and says in plain lines how that went. */
public final class Trial {

  private Trial() {}

  /** Exit codes: 0 all well, 1 something is wrong, and the last line says what. */
  public static void main(String[] args) {
    var environment = System.getenv();
    try (var client = new KubernetesClientBuilder().build()) {
      var resource =
          new TrialResource(
              client,
              environment.get("LONGSHORE_TRIAL_NAMESPACE"),
              environment.get("LONGSHORE_TRIAL_NAME"));
      run(resource, environment);
      say("All is well");
    } catch (TrialFailure | KubernetesClientException | IOException e) {
      say("Failed: " + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      say("Stopped before it was done");
      System.exit(1);
    }
  }

  /**
   * With a Redis, a file goes through pods of its own; without, the operator has to say what it
   * misses, which shows that it watches, may read Secrets, and answers.
   */
  static void run(TrialResource resource, Map<String, String> environment)
      throws IOException, InterruptedException {
    var secret = environment.getOrDefault("LONGSHORE_TRIAL_REDIS_SECRET", "");
    var end =
        Instant.now()
            .plus(Duration.ofSeconds(Long.parseLong(environment.get("LONGSHORE_TRIAL_SECONDS"))));
    resource.remove();
    try {
      if (secret.isEmpty()) {
        resource.create("longshore-trial-has-no-secret");
        resource.await("SecretsResolved", "False", end);
        say("The operator answers. Name a Secret in test.redisSecret to try an upload, too");
      } else {
        resource.create(secret);
        say("Made an UploadService, waiting for its pod");
        resource.await("Ready", "True", end);
        new TrialUpload(URI.create(resource.url())).send(end);
        say("A file went through it in two chunks, and came back the same");
      }
    } finally {
      resource.remove();
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
