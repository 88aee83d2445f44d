package dev.longshore.service.config;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.LeaseOptions;
import dev.longshore.service.session.Leases;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.memory.InMemorySessionStore;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.filesystem.FilesystemOptions;
import dev.longshore.service.storage.filesystem.FilesystemStorage;
import dev.longshore.service.upload.Admissions;
import dev.longshore.service.upload.ClientLimits;
import dev.longshore.service.upload.Downloads;
import dev.longshore.service.upload.Sweeper;
import dev.longshore.service.upload.TransferOptions;
import dev.longshore.service.upload.UploadHooks;
import dev.longshore.service.upload.UploadLimits;
import dev.longshore.service.upload.Uploads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Puts the parts together. */
@Factory
final class UploadFactory {

  @Singleton
  @Requires(missingBeans = InstantSource.class)
  InstantSource clock() {
    return InstantSource.system();
  }

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(property = "longshore.session.store", value = "memory", defaultValue = "memory")
  @Requires(missingBeans = SessionStore.class)
  SessionStore memory(SessionOptions options, InstantSource clock, @Nullable EventRules events) {
    return new InMemorySessionStore(options.memoryExpiration(), clock, events);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Leases leases(
      SessionStore store, SessionOptions options, PodOptions pod, MeterRegistry registry) {
    return new Leases(
        store,
        new LeaseOptions(options.leaseDuration(), options.leasePatience(), pod.podName()),
        registry);
  }

  @Singleton
  @Requires(property = "longshore.storage.type", value = "filesystem", defaultValue = "filesystem")
  @Requires(missingBeans = ObjectStorage.class)
  ObjectStorage filesystem(
      StorageOptions storage,
      StorageOptions.Filesystem options,
      ReadOptions.Redirect redirect,
      SessionStore sessions,
      Calls calls) {
    if (redirect.enabled()) {
      throw OptionName.of("read.redirect.enabled")
          .wrong("needs longshore.storage.type s3: there is no bucket to send readers to");
    }
    try {
      return new FilesystemStorage(
          new FilesystemOptions(
              Path.of(options.path()), sessions.scope(), storage.allowOverwrite(), options.fsync()),
          calls);
    } catch (IOException e) {
      throw new IllegalStateException(
          "longshore.storage.filesystem.path (LONGSHORE_STORAGE_FILESYSTEM_PATH) must be a folder"
              + " that can be made and written to: "
              + e,
          e);
    }
  }

  @Singleton
  UploadLimits limits(LimitOptions options) {
    require(options.minUploadSize() <= options.maxUploadSize(), "upload-size");
    require(options.minChunkSize() <= options.maxChunkSize(), "chunk-size");
    return new UploadLimits(
        options.maxUploadSize(),
        options.maxChunkSize(),
        options.minUploadSize(),
        options.minChunkSize());
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw OptionName.of("limits.min-" + what).wrong("must not be more than max-" + what);
    }
  }

  @Singleton
  @Requires(missingBeans = TransferOptions.class)
  TransferOptions times() {
    return new TransferOptions(
        Duration.ofSeconds(2), Duration.ofMillis(250), Duration.ofSeconds(2));
  }

  @Singleton
  @Bean(preDestroy = "close")
  Uploads uploads(
      SessionStore store,
      Leases leases,
      ObjectStorage storage,
      UploadLimits limits,
      ClientLimits clientLimits,
      Admissions admissions,
      UploadHooks hooks,
      TransferOptions times,
      InstantSource clock,
      MeterRegistry registry) {
    return new Uploads(
        store, leases, storage, limits, clientLimits, admissions, hooks, times, clock, registry);
  }

  @Singleton
  Downloads downloads(Uploads uploads, ObjectStorage storage) {
    return new Downloads(uploads, storage);
  }

  /** Whoever ends an upload holds its lease; after twice its time it is surely done, or dead. */
  @Singleton
  @Bean(preDestroy = "close")
  Sweeper sweeper(
      SessionStore store,
      ObjectStorage storage,
      Uploads uploads,
      CleanupOptions options,
      SessionOptions session,
      InstantSource clock,
      MeterRegistry registry) {
    return new Sweeper(
        store,
        storage,
        uploads,
        options.interval(),
        session.leaseDuration().multipliedBy(2),
        clock,
        registry);
  }
}
