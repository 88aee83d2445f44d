package dev.longshore.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes of a schema break what was written for it, and which don't. */
class SchemaChangesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a: {type: string}, b: {type: string} # a: {type: string} # .b: is gone",
        "a: {type: string} # a: {type: integer} # .a: type was string, is integer",
        "a: {type: string} # a: {type: string, pattern: x} # .a: pattern was not there, is x",
        "a: {type: string, pattern: x} # a: {type: string, pattern: y} # .a: pattern was x, is y",
        "a: {type: integer} # a: {type: integer, minimum: 1} # .a: minimum was not there, is 1.0",
        "a: {type: integer, maximum: 9} # a: {type: integer, maximum: 8} # .a: maximum was 9.0, is 8.0",
        "a: {type: string, maxLength: 9} # a: {type: string, maxLength: 8} # .a: maxLength was 9, is 8",
        "a: {type: string, enum: [x, y]} # a: {type: string, enum: [x]} # .a: enum was x|y, is x",
        "a: {type: string, default: x} # a: {type: string, default: y} # .a: default was \"x\", is \"y\"",
        "a: {type: array, items: {type: string}} # a: {type: array, items: {type: integer}} # .a[]: type was string, is integer",
        "a: {type: object, properties: {b: {type: string}}} # a: {type: object, required: [b], properties: {b: {type: string}}} # .a.b: required was not there, is true",
        "a: {type: object} # a: {type: object, required: [b], properties: {b: {type: string}}} # .a.b: is new and required",
        "a: {type: string} # a: {type: string, x-kubernetes-validations: [{rule: self != 'a'}]} # .a: rule self != 'a' was not there, is true"
      })
  void breaks(String before, String now, String what) {
    assertThat(SchemaChanges.breaking(facts(before), facts(now))).containsExactly(what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a: {type: string} # a: {type: string}, b: {type: string}",
        "a: {type: integer, maximum: 8} # a: {type: integer, maximum: 9}",
        "a: {type: integer, minimum: 8} # a: {type: integer}",
        "a: {type: string, pattern: x} # a: {type: string}",
        "a: {type: string, enum: [x]} # a: {type: string, enum: [x, y]}",
        "a: {type: string} # a: {type: string}, b: {type: object, required: [c], properties: {c: {type: string}}}",
        "a: {type: string, x-kubernetes-validations: [{rule: self != 'a'}]} # a: {type: string}"
      })
  void doesNotBreak(String before, String now) {
    assertThat(SchemaChanges.breaking(facts(before), facts(now))).isEmpty();
  }

  /** Also through the form in which they are kept. */
  private static SchemaFacts facts(String properties) {
    var schema =
        Serialization.unmarshal(
            "type: object\nproperties: {%s}".formatted(properties), JSONSchemaProps.class);
    return SchemaFacts.parse(SchemaFacts.of(schema).text());
  }
}
