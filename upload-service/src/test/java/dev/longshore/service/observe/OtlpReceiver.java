package dev.longshore.service.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes spans over OTLP/HTTP in its own protocol buffers, as a collector does. */
final class OtlpReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      authorizations.add(String.valueOf(headers.getFirst("Authorization")));
      var body = exchange.getRequestBody();
      var request =
          ExportTraceServiceRequest.parseFrom(
              "gzip".equals(headers.getFirst("Content-Encoding"))
                  ? new GZIPInputStream(body)
                  : body);
      received.addAll(request.getResourceSpansList());
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      var answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    }
  }

  /** All that came so far. */
  List<ResourceSpans> received() {
    return received;
  }

  /** What came in {@code Authorization}, request by request. */
  List<String> authorizations() {
    return authorizations;
  }

  /** The spans of one trace that came so far. */
  List<Span> trace(String traceId) {
    return received.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .filter(span -> hex(span.getTraceId().toByteArray()).equals(traceId))
        .toList();
  }

  static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
