package dev.longshore.service.upload.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** How a digest is computed. */
public enum DigestAlgorithm {
  /** ISO 3309, as in gzip; four bytes, the most significant first. */
  CRC32(4, () -> new ChecksumRun(new CRC32())),
  /** Castagnoli, RFC 9260 appendix A; four bytes, the most significant first. */
  CRC32C(4, () -> new ChecksumRun(new CRC32C())),
  /** RFC 1321. */
  MD5(16, () -> new MessageDigestRun("MD5")),
  /** RFC 3174. */
  SHA1(20, () -> new MessageDigestRun("SHA-1")),
  /** RFC 6234. */
  SHA256(32, () -> new MessageDigestRun("SHA-256")),
  /** RFC 6234. */
  SHA512(64, () -> new MessageDigestRun("SHA-512"));

  private final int length;
  private final Supplier<Run> start;

  DigestAlgorithm(int length, Supplier<Run> start) {
    this.length = length;
    this.start = start;
  }

  /** Bytes of a digest. */
  public int length() {
    return length;
  }

  Run start() {
    return start.get();
  }

  /** One computation. */
  sealed interface Run {
    /** Takes the remaining bytes. */
    void update(ByteBuffer bytes);

    /** What all bytes come to; the computation is over. */
    byte[] end();
  }

  private record ChecksumRun(java.util.zip.Checksum checksum) implements Run {
    @Override
    public void update(ByteBuffer bytes) {
      checksum.update(bytes);
    }

    @Override
    public byte[] end() {
      return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    }
  }

  private record MessageDigestRun(MessageDigest digest) implements Run {
    MessageDigestRun(String name) {
      this(instance(name));
    }

    private static MessageDigest instance(String name) {
      try {
        return MessageDigest.getInstance(name);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JVM lacks " + name, e);
      }
    }

    @Override
    public void update(ByteBuffer bytes) {
      digest.update(bytes);
    }

    @Override
    public byte[] end() {
      return digest.digest();
    }
  }
}
