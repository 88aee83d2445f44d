package dev.longshore.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why the service can't start: one line for whoever set it up, where they look for it. */
final class StartFailure {

  private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

  /** From where Kubernetes takes a container's last words into the pod's status. */
  private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

  private StartFailure() {}

  /**
   * Tells what is wrong with the options, and ends the process. What is wrong with anything else is
   * left to Micronaut, which shows where it happened.
   */
  static void tell(Throwable failure) {
    var cause = failure;
    while (!(cause instanceof IllegalArgumentException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof IllegalArgumentException) {
      leaveForKubernetes(cause.getMessage());
      LOG.error("Cannot start: {}", cause.getMessage());
      LOG.debug("Cannot start", failure);
      System.exit(1);
    }
    leaveForKubernetes(cause.toString());
  }

  private static void leaveForKubernetes(String words) {
    if (Files.isWritable(TERMINATION_LOG)) {
      try {
        Files.writeString(TERMINATION_LOG, words, StandardOpenOption.TRUNCATE_EXISTING);
      } catch (IOException e) {
        LOG.debug("Could not write {}", TERMINATION_LOG, e);
      }
    }
  }
}
