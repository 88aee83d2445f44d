package dev.longshore.service.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Some bytes of one version of an object. Providers end connections of readers that pause for long;
 * what is missing then is asked for again, of the same version.
 */
final class RangeStream extends InputStream {

  /** In a row, without a byte between them. */
  private static final int MOST_FAILURES = 3;

  private final Bucket bucket;
  private final String key;
  private final String etag;
  private final long end;
  private long position;
  private int failures;
  private ResponseInputStream<GetObjectResponse> response;

  RangeStream(Bucket bucket, String key, String etag, long from, long length)
      throws CallFailedException {
    this.bucket = bucket;
    this.key = key;
    this.etag = etag;
    this.position = from;
    this.end = from + length;
    this.response = bucket.open(key, etag, from, length);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (position == end) {
      return -1;
    }
    while (true) {
      try {
        int read = response.read(into, offset, (int) Math.min(length, end - position));
        if (read < 0) {
          throw new EOFException(key + " ended at byte " + position);
        }
        position += read;
        failures = 0;
        return read;
      } catch (IOException | SdkException e) {
        if (++failures > MOST_FAILURES) {
          throw e instanceof IOException failure ? failure : new IOException(e);
        }
        response.abort();
        response = bucket.open(key, etag, position, end - position);
      }
    }
  }

  /** What was not read is not fetched. */
  @Override
  public void close() throws IOException {
    if (position < end) {
      response.abort();
    }
    response.close();
  }
}
