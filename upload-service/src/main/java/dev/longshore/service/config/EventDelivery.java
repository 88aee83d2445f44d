package dev.longshore.service.config;

import dev.longshore.service.events.Deliveries;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;

/** Lets every pod deliver events from its start on, where there are any. */
@Singleton
@Requires(beans = Deliveries.class)
final class EventDelivery {

  private final Deliveries deliveries;

  EventDelivery(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  @EventListener
  void started(ServerStartupEvent event) {
    deliveries.start();
  }
}
