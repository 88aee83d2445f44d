package dev.longshore.operator.volume;

import java.util.List;

/** What was found where the resource says that uploads are stored. */
public sealed interface VolumeState {

  /**
   * The volume can be used as the resource asks.
   *
   * @param shared whether pods on different nodes can mount it at once
   * @param bound whether there is a volume behind the claim already
   */
  record Usable(boolean shared, boolean bound) implements VolumeState {}

  /** There is no claim of that name. */
  record ClaimMissing() implements VolumeState {}

  /**
   * Several pods are asked for, but the claim serves one node at a time.
   *
   * @param accessModes what the claim has instead of ReadWriteMany
   */
  record NotShareable(List<String> accessModes) implements VolumeState {}
}
