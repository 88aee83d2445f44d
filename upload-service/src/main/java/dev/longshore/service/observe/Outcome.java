package dev.longshore.service.observe;

/** How a call ended. */
public enum Outcome {
  SUCCESS,
  /** It was answered, with a no that is part of the work: not there, or there already. */
  REFUSED,
  /** It was not answered, or what is called has a problem. */
  FAILURE
}
