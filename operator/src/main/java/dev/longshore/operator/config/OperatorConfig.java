package dev.longshore.operator.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operator's settings.
 *
 * @param uploadServiceImage image of upload services that name none
 * @param watchNamespaces namespaces to watch; empty for all
 * @param lease the lease that elects a leader; empty when the operator runs alone
 * @param healthPort port of the probes; 0 for any free one
 * @param workers resources that are reconciled at the same time
 * @param upgradesAtOnce services whose pods a new operator replaces at the same time
 * @param tracing whether reconciliations are traced, as OpenTelemetry's variables say
 */
public record OperatorConfig(
    String uploadServiceImage,
    Set<String> watchNamespaces,
    Optional<LeaseConfig> lease,
    int healthPort,
    int workers,
    int upgradesAtOnce,
    boolean tracing) {

  /** Field manager of everything that the operator applies; never to be renamed. */
  public static final String FIELD_MANAGER = "longshore";

  private static final String NAMESPACE_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  /**
   * Reads the settings from environment variables.
   *
   * @throws IllegalArgumentException naming the variable that is missing or wrong
   */
  public static OperatorConfig from(Map<String, String> environment) {
    return new OperatorConfig(
        text(environment, "LONGSHORE_UPLOAD_SERVICE_IMAGE")
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "LONGSHORE_UPLOAD_SERVICE_IMAGE must name the image of the upload"
                        + " service")),
        namespaces(environment),
        lease(environment),
        number(environment, "LONGSHORE_HEALTH_PORT", 8081, 0, 65535),
        // More do not help: the API server is the limit, and one HTTP/2 connection bears only so
        // many requests at once.
        number(environment, "LONGSHORE_WORKERS", 10, 1, 50),
        number(environment, "LONGSHORE_UPGRADES_AT_ONCE", 5, 1, 1000),
        flag(environment, "LONGSHORE_TRACING_ENABLED"));
  }

  private static Optional<LeaseConfig> lease(Map<String, String> environment) {
    return text(environment, "LONGSHORE_LEASE_NAMESPACE")
        .map(namespace -> {
          var usual =
              LeaseConfig.of(
                  namespace,
                  text(environment, "LONGSHORE_LEASE_NAME").orElse("longshore-operator"),
                  text(environment, "LONGSHORE_POD_NAME")
                      .orElseThrow(() ->
                          new IllegalArgumentException(
                              "LONGSHORE_POD_NAME must be set together with"
                                  + " LONGSHORE_LEASE_NAMESPACE")));
          return new LeaseConfig(
              usual.namespace(),
              usual.name(),
              usual.identity(),
              seconds(environment, "LONGSHORE_LEASE_DURATION", usual.duration()),
              seconds(environment, "LONGSHORE_LEASE_RENEW_DEADLINE", usual.renewDeadline()),
              seconds(environment, "LONGSHORE_LEASE_RETRY_PERIOD", usual.retryPeriod()),
              pod(environment));
        });
  }

  private static Optional<OperatorPod> pod(Map<String, String> environment) {
    return text(environment, "LONGSHORE_DEPLOYMENT")
        .map(deployment ->
            new OperatorPod(
                deployment,
                text(environment, "LONGSHORE_POD_UID")
                    .orElseThrow(() ->
                        new IllegalArgumentException(
                            "LONGSHORE_POD_UID must be set together with LONGSHORE_DEPLOYMENT"))));
  }

  private static Duration seconds(Map<String, String> environment, String name, Duration fallback) {
    var value = text(environment, name).orElse(fallback.toSeconds() + "s");
    if (!value.matches("[1-9][0-9]{0,4}s")) {
      throw new IllegalArgumentException(
          "%s must be whole seconds such as 15s, not '%s'".formatted(name, value));
    }
    return Duration.ofSeconds(Long.parseLong(value.substring(0, value.length() - 1)));
  }

  private static Set<String> namespaces(Map<String, String> environment) {
    var names =
        text(environment, "LONGSHORE_WATCH_NAMESPACES").stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    names.stream()
        .filter(name -> !name.matches(NAMESPACE_LABEL))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "LONGSHORE_WATCH_NAMESPACES: '" + name + "' is not a name of a namespace");
        });
    return names;
  }

  private static boolean flag(Map<String, String> environment, String name) {
    var value = text(environment, name).orElse("false");
    if (!value.matches("true|false")) {
      throw new IllegalArgumentException(
          "%s must be true or false, not '%s'".formatted(name, value));
    }
    return Boolean.parseBoolean(value);
  }

  private static int number(
      Map<String, String> environment, String name, int fallback, int least, int most) {
    var value = text(environment, name).orElse(Integer.toString(fallback));
    try {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same message as for a number out of range
    }
    throw new IllegalArgumentException(
        "%s must be a number from %d to %d, not '%s'".formatted(name, least, most, value));
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }
}
