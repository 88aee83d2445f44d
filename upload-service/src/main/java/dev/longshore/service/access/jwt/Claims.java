package dev.longshore.service.access.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.longshore.service.access.AccessRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a token says. A name with dots may also be a claim in a claim, such as {@code
 * realm_access.roles}.
 */
record Claims(Map<String, Object> values) {

  static Claims of(JWTClaimsSet set) {
    return new Claims(set.getClaims());
  }

  /** The texts of a claim; none if it is not there or an object. */
  List<String> texts(String name) {
    return switch (value(values, name)) {
      case String text -> List.of(text);
      case Number number -> List.of(number.toString());
      case List<?> list -> list.stream().filter(Objects::nonNull).map(Object::toString).toList();
      case null, default -> List.of();
    };
  }

  private static Object value(Map<?, ?> from, String name) {
    if (from.containsKey(name)) {
      return from.get(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && from.get(name.substring(0, dot)) instanceof Map<?, ?> inner
        ? value(inner, name.substring(dot + 1))
        : null;
  }

  /**
   * A claim that is a number from 0 on, or null if it is not there.
   *
   * @param name of the claim, or null for none
   * @throws AccessRefusedException if it is anything else: a limit must not be lost by a typo
   */
  Long number(String name) {
    var texts = name == null ? List.<String>of() : texts(name);
    if (texts.isEmpty()) {
      return null;
    }
    if (texts.size() > 1 || !texts.getFirst().matches("\\d{1,18}")) {
      throw AccessRefusedException.tokenInvalid("its claim " + name + " is not a whole number");
    }
    return Long.valueOf(texts.getFirst());
  }
}
