package dev.longshore.service.storage.s3;

import dev.longshore.service.observe.Calls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a test's own, as others see it, and storages over it. */
public final class S3Bucket implements AutoCloseable {

  /** Parts as small as S3 allows, so that tests have many. */
  public static final long PART = 5 << 20;

  private final String name = "test-" + UUID.randomUUID();
  private final S3Server server;
  private final SdkHttpClient http;
  private final S3Client client;

  public S3Bucket(S3Server server) {
    this.server = server;
    var connection = connection(server.endpoint(), 3);
    http = S3Clients.connections(connection, 8);
    client = S3Clients.connect(http, connection, 3, Calls.UNWATCHED);
    client.createBucket(b -> b.bucket(name));
  }

  public String name() {
    return name;
  }

  public S3Server server() {
    return server;
  }

  public S3Client client() {
    return client;
  }

  static S3Connection connection(String endpoint, int attempts) {
    return new S3Connection(
        URI.create(endpoint),
        S3Server.REGION,
        true,
        S3Server.ACCESS_KEY_ID,
        S3Server.SECRET_ACCESS_KEY,
        null,
        false,
        Duration.ofSeconds(20),
        attempts);
  }

  /** Options for this bucket, with everything else as it is by default but smaller. */
  S3Options options() {
    return options("memory");
  }

  S3Options options(String scope) {
    return new S3Options(
        name,
        "media/",
        scope,
        false,
        PART,
        PartLimits.AWS,
        S3Options.Checksum.CRC32C,
        true,
        new S3Options.Encryption(null, null),
        null,
        Map.of(),
        64 << 20,
        16);
  }

  S3Options options(boolean allowOverwrite, long memory) {
    var o = options();
    return new S3Options(
        o.bucket(),
        o.prefix(),
        o.scope(),
        allowOverwrite,
        o.partSize(),
        o.limits(),
        o.checksum(),
        o.conditionalWrites(),
        o.encryption(),
        o.storageClass(),
        o.tags(),
        memory,
        o.concurrency());
  }

  /** The bytes of an object, or null if there is none. */
  public byte[] object(String path) {
    try {
      return client.getObjectAsBytes(b -> b.bucket(name).key("media/" + path)).asByteArray();
    } catch (NoSuchKeyException e) {
      return null;
    }
  }

  public List<String> keys(String prefix) {
    return client.listObjectsV2Paginator(b -> b.bucket(name).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  public List<MultipartUpload> multipartUploads() {
    return client.listMultipartUploads(b -> b.bucket(name)).uploads();
  }

  @Override
  public void close() {
    client.close();
    http.close();
  }
}
