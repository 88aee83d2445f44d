package dev.longshore.service.config;

import dev.longshore.service.upload.Sweeper;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;

/** Lets every pod sweep the storage from its start on. */
@Singleton
final class Cleanup {

  private final Sweeper sweeper;

  Cleanup(Sweeper sweeper) {
    this.sweeper = sweeper;
  }

  @EventListener
  void started(ServerStartupEvent event) {
    sweeper.start();
  }
}
