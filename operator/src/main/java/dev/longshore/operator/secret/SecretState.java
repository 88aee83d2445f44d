package dev.longshore.operator.secret;

import java.util.Map;

/** What was found where the resource says that its secrets are. */
public sealed interface SecretState {

  /**
   * Every key that is used has a value.
   *
   * @param digests of what rolls pods, by {@link SecretUse#purpose()}; one changes when a value
   *     does, and tells nothing about it
   */
  record Found(Map<String, String> digests) implements SecretState {}

  /** There is no Secret, or ConfigMap, of that name. */
  record SecretMissing(SecretUse use) implements SecretState {}

  /** It is there, but not the key. */
  record KeyMissing(SecretUse use, SecretUse.Value value) implements SecretState {}

  /** There is the key, with nothing in it. */
  record ValueEmpty(SecretUse use, SecretUse.Value value) implements SecretState {}
}
