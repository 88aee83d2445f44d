package dev.longshore.service.storage.s3;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.storage.ObjectGoneException;
import dev.longshore.service.storage.StoredObject;
import dev.longshore.service.storage.StoredUpload;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Finished objects as their readers get them. Readers have connections of their own: however slow
 * they are, those that write have theirs.
 */
final class Readers implements AutoCloseable {

  private final SdkHttpClient http;
  private final S3Client client;
  private final Bucket bucket;
  private final Keys keys;
  private final Links links;

  /**
   * @param options how they are sent to the bucket, or null if they are not
   */
  Readers(S3Connection connection, String bucketName, Keys keys, LinkOptions options, Calls calls) {
    this.http = S3Clients.readers(connection);
    this.client = S3Clients.connect(http, connection, connection.attempts(), calls);
    this.bucket = new Bucket(client, bucketName, connection.timeout());
    this.keys = keys;
    this.links = options == null ? null : new Links(connection, options);
  }

  StoredObject open(StoredUpload upload) throws IOException {
    var key = keys.object(upload.path());
    var head = bucket.head(key).filter(object -> Publication.isOf(upload, object));
    return new InBucket(
        upload.path(), key, head.orElseThrow(() -> new ObjectGoneException(upload.path())));
  }

  private final class InBucket implements StoredObject {

    private final String path;
    private final String key;
    private final HeadObjectResponse head;
    private RangeStream stream;

    InBucket(String path, String key, HeadObjectResponse head) {
      this.path = path;
      this.key = key;
      this.head = head;
    }

    @Override
    public long length() {
      return head.contentLength();
    }

    @Override
    public String etag() {
      return head.eTag();
    }

    @Override
    public Instant lastModified() {
      return head.lastModified();
    }

    @Override
    public ReadableByteChannel read(long from, long length) throws IOException {
      try {
        stream = new RangeStream(bucket, key, head.eTag(), from, length);
      } catch (CallFailedException e) {
        throw e.isMissing() || e.isConditionFailed() ? new ObjectGoneException(path) : e;
      }
      return Channels.newChannel(stream);
    }

    @Override
    public Optional<URI> link(String contentType, String contentDisposition) {
      return Optional.ofNullable(links)
          .map(some ->
              some.sign(
                  GetObjectRequest.builder()
                      .bucket(bucket.name())
                      .key(key)
                      .versionId(version())
                      .responseContentType(contentType)
                      .responseContentDisposition(contentDisposition)
                      .build()));
    }

    /** Where the bucket keeps versions, the link stays one to these bytes. */
    private String version() {
      return "null".equals(head.versionId()) ? null : head.versionId();
    }

    @Override
    public void close() throws IOException {
      if (stream != null) {
        stream.close();
      }
    }
  }

  @Override
  public void close() {
    client.close();
    http.close();
    if (links != null) {
      links.close();
    }
  }
}
