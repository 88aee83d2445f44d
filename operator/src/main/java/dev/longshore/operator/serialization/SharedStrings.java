package dev.longshore.operator.serialization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Reads texts. Names of variables, values of labels and paths of probes are the same in thousands
 * of objects: what was read lately is used again. A table of one place for each hash needs no lock
 * and no bound of its own; what is used often is soon in it.
 */
final class SharedStrings extends StdScalarDeserializer<String> {

  private static final long serialVersionUID = 1L;
  private static final int PLACES = 1 << 15;

  /** Longer ones are rarely the same. */
  private static final int LONGEST = 128;

  private final transient AtomicReferenceArray<String> recent = new AtomicReferenceArray<>(PLACES);

  SharedStrings() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var text =
        parser.hasToken(JsonToken.VALUE_STRING)
            ? parser.getText()
            : StringDeserializer.instance.deserialize(parser, context);
    return text == null || text.length() > LONGEST || isData(parser) ? text : share(text);
  }

  /** What a Secret holds must not stay longer than it takes to make a digest of it. */
  private static boolean isData(JsonParser parser) {
    var around = parser.getParsingContext().getParent();
    return around != null && "data".equals(around.getCurrentName());
  }

  private String share(String text) {
    var hash = text.hashCode();
    var place = (hash ^ hash >>> 15) & PLACES - 1;
    var known = recent.get(place);
    if (text.equals(known)) {
      return known;
    }
    recent.set(place, text);
    return text;
  }
}
