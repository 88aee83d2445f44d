package dev.longshore.service.storage.s3;

import java.nio.ByteBuffer;
import java.util.Base64;

/** CRC-32C of bytes that were checked piece by piece (RFC 3720, appendix B.4). */
final class Crc32c {

  /** The polynomial 0x1EDC6F41, its bits reversed. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private Crc32c() {}

  /** The checksum of bytes with checksum {@code first} followed by {@code length} others. */
  static int combine(int first, int second, long length) {
    int shifted = first;
    int zeroes = 0x80000000 >>> 8; // x^8: one byte of zeroes
    for (long left = length; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        shifted = multiply(shifted, zeroes);
      }
      zeroes = multiply(zeroes, zeroes);
    }
    return shifted ^ second;
  }

  /** Product of two polynomials modulo that of the checksum; the highest bit is the constant. */
  private static int multiply(int a, int b) {
    int product = 0;
    int factor = b;
    for (int bit = 31; bit >= 0; bit--) {
      if ((a >>> bit & 1) != 0) {
        product ^= factor;
      }
      factor = (factor & 1) != 0 ? factor >>> 1 ^ POLYNOMIAL : factor >>> 1;
    }
    return product;
  }

  /** As S3 writes it. */
  static String base64(int crc) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc).array());
  }
}
