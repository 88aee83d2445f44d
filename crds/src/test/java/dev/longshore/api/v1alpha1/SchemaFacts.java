package dev.longshore.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a schema says of each field, a fact each: enough to tell whether what was valid under it is
 * valid under another.
 */
record SchemaFacts(SortedMap<String, SortedMap<String, String>> fields) {

  static SchemaFacts of(JSONSchemaProps root) {
    var facts = new SchemaFacts(new TreeMap<>());
    facts.add("", root, false);
    return facts;
  }

  /** Reads what {@link #text()} wrote. */
  static SchemaFacts parse(String text) {
    var facts = new SchemaFacts(new TreeMap<>());
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", 3))
        .forEach(words ->
            facts
                .fields
                .computeIfAbsent(words[0], path -> new TreeMap<>())
                .put(words[1], words[2]));
    return facts;
  }

  String text() {
    return fields.entrySet().stream()
        .flatMap(field ->
            field.getValue().entrySet().stream()
                .map(fact -> field.getKey() + "\t" + fact.getKey() + "\t" + fact.getValue() + "\n"))
        .collect(joining());
  }

  private void add(String path, JSONSchemaProps schema, boolean required) {
    var facts = new TreeMap<String, String>();
    put(
        facts,
        "type",
        Boolean.TRUE.equals(schema.getXKubernetesIntOrString())
            ? "int-or-string"
            : schema.getType());
    put(facts, "format", schema.getFormat());
    put(facts, "required", required ? true : null);
    put(facts, "default", schema.getDefault());
    put(facts, "pattern", schema.getPattern());
    put(facts, "minimum", schema.getMinimum());
    put(facts, "maximum", schema.getMaximum());
    put(facts, "minLength", schema.getMinLength());
    put(facts, "maxLength", schema.getMaxLength());
    put(facts, "minItems", schema.getMinItems());
    put(facts, "maxItems", schema.getMaxItems());
    put(facts, "minProperties", schema.getMinProperties());
    put(facts, "maxProperties", schema.getMaxProperties());
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      put(facts, "enum", schema.getEnum().stream().map(JsonNode::asText).collect(joining("|")));
    }
    if (schema.getXKubernetesValidations() != null) {
      schema
          .getXKubernetesValidations()
          .forEach(rule -> put(facts, "rule " + rule.getRule(), "true"));
    }
    fields.put(path, facts);
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, field) ->
              add(
                  path + "." + name,
                  field,
                  schema.getRequired() != null && schema.getRequired().contains(name)));
    }
    if (schema.getItems() != null) {
      add(path + "[]", schema.getItems().getSchema(), false);
    }
    if (schema.getAdditionalProperties() != null) {
      add(path + "{}", schema.getAdditionalProperties().getSchema(), false);
    }
  }

  private static void put(SortedMap<String, String> facts, String name, Object value) {
    if (value != null) {
      facts.put(name, value.toString().replaceAll("\\s+", " "));
    }
  }
}
