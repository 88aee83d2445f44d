package dev.longshore.operator.cluster;

/** Specs that several tests use. */
public final class Yaml {

  /** One pod with a volume of its own: nothing else has to be there but the Secret. */
  public static final String TRIAL =
      """
      redis: {secretRef: {name: app-secrets}}
      storage: {filesystem: {ephemeral: {}}}
      """;

  /** Three pods that share a claim. */
  public static final String SHARED =
      """
      replicas: 3
      redis: {secretRef: {name: app-secrets}}
      storage: {filesystem: {claimName: uploads}}
      """;

  private Yaml() {}
}
