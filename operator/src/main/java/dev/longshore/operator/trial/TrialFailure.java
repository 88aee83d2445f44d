package dev.longshore.operator.trial;

/** Something that should have happened did not; the message is for who ran the trial. */
final class TrialFailure extends RuntimeException {

  TrialFailure(String message) {
    super(message);
  }
}
