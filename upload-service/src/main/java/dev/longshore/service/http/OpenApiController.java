package dev.longshore.service.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.FileNotFoundException;
import java.io.IOException;

/** Tells machines what people read in {@code docs/protocols.md}. */
@Controller("/openapi.yaml")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class OpenApiController {

  @Get
  @Produces("application/yaml")
  byte[] document() throws IOException {
    try (var document = OpenApiController.class.getResourceAsStream("/openapi.yaml")) {
      if (document == null) {
        throw new FileNotFoundException("openapi.yaml is not on the class path");
      }
      return document.readAllBytes();
    }
  }
}
