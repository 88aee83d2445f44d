package dev.longshore.service.storage;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.Optional;

/**
 * The object that was made of an upload, as it was when it was opened: whoever replaces or removes
 * it meanwhile changes none of its bytes. To be closed.
 */
public interface StoredObject extends Closeable {

  /** Its length in bytes. */
  long length();

  /**
   * A strong entity tag with its quotes (RFC 9110, section 8.8.3): the same for the same bytes at
   * every pod, another one for every other object that ever lies under this path.
   */
  String etag();

  /** When its bytes were last written. */
  Instant lastModified();

  /**
   * Some of its bytes, from {@code from} on. The channel may go on behind {@code length}, and ends
   * before only if somebody cut the object.
   *
   * @param length how many bytes will be read, at least 1
   * @throws ObjectGoneException if it was replaced or removed, where bytes can't be read any more
   *     then
   */
  ReadableByteChannel read(long from, long length) throws IOException;

  /**
   * A URL where anybody can read it for some time; empty where this storage gives none. It is a
   * secret.
   *
   * @param contentType what the answer shall say as {@code Content-Type}
   * @param contentDisposition what it shall say as {@code Content-Disposition}
   */
  default Optional<URI> link(String contentType, String contentDisposition) {
    return Optional.empty();
  }

  @Override
  void close() throws IOException;
}
