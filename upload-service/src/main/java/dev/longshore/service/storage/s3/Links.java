package dev.longshore.service.storage.s3;

import java.net.URI;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signs URLs that anybody can read an object at for some time. Nothing is asked of the bucket. */
final class Links implements AutoCloseable {

  private final S3Presigner presigner;
  private final LinkOptions options;

  Links(S3Connection connection, LinkOptions options) {
    this.presigner = S3Clients.presigner(connection, options.endpoint());
    this.options = options;
  }

  URI sign(GetObjectRequest request) {
    var signed =
        presigner.presignGetObject(
            p -> p.signatureDuration(options.lifetime()).getObjectRequest(request));
    return URI.create(signed.url().toString());
  }

  @Override
  public void close() {
    presigner.close();
  }
}
