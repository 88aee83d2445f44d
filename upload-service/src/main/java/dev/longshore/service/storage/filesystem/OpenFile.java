package dev.longshore.service.storage.filesystem;

import dev.longshore.service.storage.StoredObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;

/** An object as a file that stays open, whatever becomes of its name. */
record OpenFile(FileChannel channel, FileVersion version) implements StoredObject {

  @Override
  public long length() {
    return version.length();
  }

  @Override
  public String etag() {
    return '"' + version.toString() + '"';
  }

  @Override
  public Instant lastModified() {
    return version.lastModified();
  }

  @Override
  public ReadableByteChannel read(long from, long length) throws IOException {
    return channel.position(from);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
