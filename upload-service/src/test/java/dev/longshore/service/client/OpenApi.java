package dev.longshore.service.client;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The document of the HTTP surface, which every answer that a client of these tests gets keeps. */
public final class OpenApi {

  private static final Path FILE = Path.of("src/main/resources/openapi.yaml");

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(text())
          .withLevelResolver(
              LevelResolver.create()
                  // Whether there is a body depends on the protocol; that of a HEAD never comes.
                  .withLevel("validation.response.body.missing", Level.IGNORE)
                  .build())
          .build();

  private OpenApi() {}

  /** The document as it is committed. */
  public static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails if the document does not say that this may be answered. Of what is not about uploads it
   * need not.
   */
  static void require(String method, String path, Answer answer) {
    if (!path.startsWith("/uploads") || !isKnown(method)) {
      return;
    }
    var response = SimpleResponse.Builder.status(answer.status()).withBody(answer.body());
    answer.headers().forEach(response::withHeader);
    var report =
        VALIDATOR.validateResponse(
            path.split("\\?")[0], Request.Method.valueOf(method), response.build());
    var wrong =
        report.getMessages().stream()
            .filter(message -> message.getLevel() == Level.ERROR)
            .filter(message -> !isOfNoRoute(message, answer))
            .map(Message::toString)
            .collect(Collectors.joining("\n"));
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "openapi.yaml does not say that %s %s may be answered with %s:\n%s"
              .formatted(method, path, answer, wrong));
    }
  }

  private static boolean isKnown(String method) {
    return Arrays.stream(Request.Method.values()).anyMatch(known -> known.name().equals(method));
  }

  private static boolean isOfNoRoute(Message message, Answer answer) {
    return answer.status() >= 400
        && (message.getKey().equals("validation.request.path.missing")
            || message.getKey().equals("validation.request.operation.notAllowed"));
  }
}
