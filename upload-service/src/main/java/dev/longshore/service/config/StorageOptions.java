package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.storage}: where bytes lie.
 *
 * @param type {@code filesystem}
 * @param allowOverwrite whether a finished upload may replace an object that exists
 */
@ConfigurationProperties("longshore.storage")
public record StorageOptions(
    @Bindable(defaultValue = "filesystem") String type,
    @Bindable(defaultValue = "false") boolean allowOverwrite) {

  /**
   * {@code longshore.storage.filesystem}.
   *
   * @param path the folder, local or a shared volume
   * @param fsync whether bytes are on the disk before they are acknowledged
   */
  @ConfigurationProperties("filesystem")
  public record Filesystem(
      @Bindable(defaultValue = "./data") String path,
      @Bindable(defaultValue = "true") boolean fsync) {}
}
