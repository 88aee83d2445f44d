package dev.longshore.service.config;

import dev.longshore.service.admin.AdminServer;
import dev.longshore.service.session.SessionStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.DisabledBeanException;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the admin listener where it is wanted. */
@Factory
final class AdminFactory {

  private static final Logger LOG = LoggerFactory.getLogger("longshore.admin");

  /** What helps people to look in must not keep the service from taking uploads. */
  @Context
  @Bean(preDestroy = "close")
  @Requires(property = "longshore.admin.enabled", value = "true")
  AdminServer admin(AdminOptions options, SessionStore store, InstantSource clock) {
    try {
      return AdminServer.start(options.port(), store.look(), clock);
    } catch (IOException e) {
      LOG.warn(
          "admin: nothing listens, for port {} of 127.0.0.1 can't be had ({}). Another one can be"
              + " chosen by longshore.admin.port (LONGSHORE_ADMIN_PORT)",
          options.port(),
          e.getMessage());
      throw new DisabledBeanException("the port is taken");
    }
  }
}
