package dev.longshore.service.config;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.storage.ObjectStorage;
import io.micronaut.context.annotation.Value;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at startup which parts are in use, the first thing to look at when something is amiss. */
@Singleton
final class StartupReport {

  private static final Logger LOG = LoggerFactory.getLogger("longshore");

  private final SessionStore store;
  private final ObjectStorage storage;
  private final String access;

  StartupReport(
      SessionStore store,
      ObjectStorage storage,
      @Value("${longshore.access.mode:none}") String access) {
    this.store = store;
    this.storage = storage;
    this.access = access;
  }

  @EventListener
  void started(ServerStartupEvent event) {
    LOG.info("sessions: {}, kept for {}", store.name(), store.slidingExpiration());
    LOG.info("storage: {}", storage.name());
    if (access.equals("none")) {
      LOG.warn(
          "access: NONE. Whoever can reach this service may upload. To ask for a token, set"
              + " longshore.access.mode (LONGSHORE_ACCESS_MODE) to tokens, jwt or forward-auth");
    } else {
      LOG.info("access: {}", access);
    }
    LOG.info("uploads: {}/uploads", event.getSource().getContextURI());
  }
}
