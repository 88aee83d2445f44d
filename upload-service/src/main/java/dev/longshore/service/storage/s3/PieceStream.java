package dev.longshore.service.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.Supplier;
import software.amazon.awssdk.http.Abortable;

/**
 * Streams one after the other. Unlike {@link java.io.SequenceInputStream} it opens none in order to
 * close it, which would be a call for each.
 */
final class PieceStream extends InputStream {

  private final Iterator<Supplier<InputStream>> left;
  private InputStream current = InputStream.nullInputStream();

  PieceStream(Iterable<Supplier<InputStream>> pieces) {
    this.left = pieces.iterator();
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = current.read(into, offset, length);
    while (read < 0 && left.hasNext()) {
      current.close();
      current = left.next().get();
      read = current.read(into, offset, length);
    }
    return read;
  }

  /** Of what was not read to its end, the rest is not fetched. */
  @Override
  public void close() throws IOException {
    if (current instanceof Abortable response) {
      response.abort();
    }
    current.close();
  }
}
