package dev.longshore.service.health;

import dev.longshore.service.storage.ObjectStorage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the storage can be written to. */
@Singleton
final class StorageHealth extends SharedPartHealth {

  private final ObjectStorage storage;

  StorageHealth(ObjectStorage storage) {
    this.storage = storage;
  }

  @Override
  void check() throws IOException {
    storage.check();
  }

  @Override
  Map<String, Object> details() {
    var details = new LinkedHashMap<String, Object>();
    details.put("storage", storage.name());
    storage
        .memoryUse()
        .ifPresent(memory -> {
          details.put("memoryUsedBytes", memory.used());
          details.put("memoryLimitBytes", memory.limit());
        });
    return details;
  }

  @Override
  protected String getName() {
    return "storage";
  }
}
