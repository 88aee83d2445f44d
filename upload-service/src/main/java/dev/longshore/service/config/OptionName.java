package dev.longshore.service.config;

import java.util.Locale;

/**
 * An option as people know it: by its property and by its variable.
 *
 * @param property with {@code longshore.}
 */
record OptionName(String property) {

  /**
   * @param option without {@code longshore.}
   */
  static OptionName of(String option) {
    return new OptionName("longshore." + option);
  }

  private String variable() {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Says what is wrong with the value. */
  IllegalArgumentException wrong(String rule) {
    return new IllegalArgumentException(this + " " + rule);
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(property, variable());
  }
}
