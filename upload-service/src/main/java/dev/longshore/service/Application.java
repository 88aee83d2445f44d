package dev.longshore.service;

import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import java.util.List;

/** Starts the upload service. */
public final class Application {

  private Application() {}

  /** Configured by environment variables and system properties; takes no arguments. */
  public static void main(String[] args) {
    requireLogFormat(System.getenv().getOrDefault("LONGSHORE_LOG_FORMAT", "text"));
    new Start().args(args).mainClass(Application.class).banner(false).start();
  }

  /** Looked at here, for no wrong format could be logged. */
  private static void requireLogFormat(String format) {
    if (!List.of("text", "json").contains(format)) {
      System.err.println("LONGSHORE_LOG_FORMAT must be text or json, not '" + format + "'");
      System.exit(1);
    }
  }

  /** Micronaut's start, with other words when it fails. */
  private static final class Start extends Micronaut {

    @Override
    protected void handleStartupException(Environment environment, Throwable failure) {
      StartFailure.tell(failure);
      super.handleStartupException(environment, failure);
    }
  }
}
