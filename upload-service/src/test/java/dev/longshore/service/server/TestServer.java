package dev.longshore.service.server;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.client.Wire;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The service in this process, on a free port, with its objects in a folder of the test. */
public final class TestServer implements AutoCloseable {

  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final Path folder;

  private TestServer(ApplicationContext context, Path folder) {
    this.context = context;
    this.server = context.getBean(EmbeddedServer.class).start();
    this.folder = folder;
  }

  public static Builder storingIn(Path folder) {
    return new Builder(folder);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  public UploadClient client() {
    return new UploadClient(uri());
  }

  public Wire wire() throws IOException {
    return new Wire(uri());
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** The file of a finished object. */
  public Path object(String path) {
    return folder.resolve(path);
  }

  /** The file of a finished object that was created without a path. */
  public Path objectOf(String upload) {
    return folder.resolve(id(upload));
  }

  /** Bytes of an unfinished upload that reached its file, acknowledged or not. */
  public long written(String upload) throws IOException {
    var file = unfinished(upload);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** The first file of an unfinished upload, mostly its only one. */
  public Path unfinished(String upload) {
    return folder
        .resolve(".longshore/uploads")
        .resolve(bean(SessionStore.class).scope())
        .resolve(id(upload));
  }

  private static String id(String upload) {
    return upload.substring(upload.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    context.close();
  }

  /** What a test wants of its server. */
  public static final class Builder {

    private final Path folder;
    private final Map<String, Object> properties = new HashMap<>();
    private final Map<Class<Object>, Object> beans = new HashMap<>();

    private Builder(Path folder) {
      this.folder = folder;
      properties.put("micronaut.server.port", -1);
      properties.put("longshore.storage.filesystem.path", folder.toString());
      // Nothing here cuts the power.
      properties.put("longshore.storage.filesystem.fsync", false);
    }

    public Builder with(String property, Object value) {
      properties.put(property, value);
      return this;
    }

    /** Takes connections by this transport of Netty: epoll, the default on Linux, or nio. */
    public Builder over(String transport) {
      return with("micronaut.netty.event-loops.default.transport", transport);
    }

    /** Keeps objects in a bucket instead of the folder. */
    public Builder over(S3Bucket bucket) {
      return with("longshore.storage.type", "s3")
          .with("longshore.storage.s3.bucket", bucket.name())
          .with("longshore.storage.s3.prefix", "media")
          .with("longshore.storage.s3.endpoint", bucket.server().endpoint())
          .with("longshore.storage.s3.region", S3Server.REGION)
          .with("longshore.storage.s3.path-style", true)
          .with("longshore.storage.s3.access-key-id", S3Server.ACCESS_KEY_ID)
          .with("longshore.storage.s3.secret-access-key", S3Server.SECRET_ACCESS_KEY);
    }

    /** Uses this store, which another server may use too, instead of one of its own. */
    public Builder sharing(SessionStore store) {
      return with(SessionStore.class, store);
    }

    /** Puts a bean in the place of the service's own. */
    @SuppressWarnings("unchecked")
    public <T> Builder with(Class<T> type, T bean) {
      beans.put((Class<Object>) type, bean);
      return this;
    }

    public TestServer start() {
      properties.forEach((name, value) -> QuietLog.never(Map.of(name, value.toString())));
      var context = ApplicationContext.builder().properties(properties).build();
      beans.forEach(context::registerSingleton);
      return new TestServer(context.start(), folder);
    }
  }
}
