package dev.longshore.service.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** Bytes in memory that wait for the bucket, with their checksum. */
final class Pages {

  private final List<byte[]> pages = new ArrayList<>();
  private final CRC32C crc = new CRC32C();
  private long length;

  long length() {
    return length;
  }

  int count() {
    return pages.size();
  }

  int crc() {
    return (int) crc.getValue();
  }

  boolean hasRoom() {
    return length < (long) pages.size() * MemoryBudget.PAGE;
  }

  void add(byte[] page) {
    pages.add(page);
  }

  /** Copies bytes into the last page, {@code most} at most and as many as fit; says how many. */
  int fill(ByteBuffer from, long most) {
    int at = (int) (length % MemoryBudget.PAGE);
    int room = (int) Math.min(MemoryBudget.PAGE - at, most);
    int count = Math.min(room, from.remaining());
    var page = pages.getLast();
    from.get(page, at, count);
    crc.update(page, at, count);
    length += count;
    return count;
  }

  Content content() {
    var pieces = new ArrayList<Supplier<InputStream>>();
    for (int i = 0; i < pages.size(); i++) {
      var page = pages.get(i);
      int bytes = (int) Math.min(MemoryBudget.PAGE, length - (long) i * MemoryBudget.PAGE);
      pieces.add(() -> new ByteArrayInputStream(page, 0, bytes));
    }
    return new Content(length, pieces);
  }

  List<byte[]> release() {
    return pages;
  }
}
