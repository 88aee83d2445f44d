package dev.longshore.operator.desired;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;

/** Environment variables with a common prefix, where what is null is left out. */
final class Variables {

  private final String prefix;
  private final List<EnvVar> variables = new ArrayList<>();

  Variables(String prefix) {
    this.prefix = prefix;
  }

  /** As text, whatever it is. */
  void add(String name, Object value) {
    if (value != null) {
      variables.add(ServiceEnvironment.value(prefix + name, value.toString()));
    }
  }

  /** In bytes, without a unit. */
  void bytes(String name, Quantity bytes) {
    if (bytes != null) {
      add(name, CanonicalQuantity.bytes(bytes));
    }
  }

  /** With commas between them. */
  void list(String name, List<String> texts) {
    if (texts != null) {
      add(name, String.join(",", texts));
    }
  }

  /** A key of a Secret. */
  void secret(String name, String secret, String key) {
    variables.add(ServiceEnvironment.secret(prefix + name, secret, key));
  }

  List<EnvVar> all() {
    return variables;
  }
}
