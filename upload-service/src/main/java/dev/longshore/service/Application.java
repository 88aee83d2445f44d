package dev.longshore.service;

import io.micronaut.runtime.Micronaut;

/** Starts the upload service. */
public final class Application {

  private Application() {}

  /** Configured by environment variables and system properties; takes no arguments. */
  public static void main(String[] args) {
    Micronaut.build(args).mainClass(Application.class).banner(false).start();
  }
}
