package dev.longshore.e2e.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * One PATCH over a connection of its own, a small piece at a time, in step with others.
 *
 * @param service the address that {@code /uploads} is under
 * @param upload the upload's path
 * @param file the whole body
 * @param piece bytes per piece
 * @param pace where all clients meet before each piece
 */
public record SlowUpload(URI service, String upload, byte[] file, int piece, CyclicBarrier pace) {
  private static final int PATIENCE_MILLIS = 120_000;
  private static final String HEAD =
      """
      PATCH %s HTTP/1.1\r
      Host: %s\r
      Connection: close\r
      Tus-Resumable: 1.0.0\r
      Upload-Offset: 0\r
      Content-Type: application/offset+octet-stream\r
      Content-Length: %d\r
      \r
      """;

  /** Sends the file; returns the status of the answer. */
  public int send() throws IOException, InterruptedException, BrokenBarrierException {
    try (var socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      var out = socket.getOutputStream();
      String head = HEAD.formatted(upload, service.getAuthority(), file.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (int offset = 0; offset < file.length; offset += piece) {
        pace.await();
        out.write(file, offset, Math.min(piece, file.length - offset));
      }
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return Integer.parseInt(new BufferedReader(in).readLine().split(" ")[1]);
    }
  }
}
