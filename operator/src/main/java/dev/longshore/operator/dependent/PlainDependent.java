package dev.longshore.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that is ours alone, whatever its kind. */
final class PlainDependent<R extends HasMetadata> extends OwnedDependent<R> {

  PlainDependent(Class<R> type) {
    super(type);
  }
}
