package dev.longshore.operator.secret;

/** What was found where the resource says that the Redis connection string is. */
public sealed interface SecretState {

  /**
   * The key has a value.
   *
   * @param digest changes when the value does, and tells nothing about it
   */
  record Found(String digest) implements SecretState {}

  /** There is no Secret of that name. */
  record SecretMissing() implements SecretState {}

  /** There is the Secret, but not the key. */
  record KeyMissing() implements SecretState {}

  /** There is the key, with nothing in it. */
  record ValueEmpty() implements SecretState {}
}
