package dev.longshore.service.upload;

import java.time.Duration;
import java.time.Instant;

/**
 * The last sweep of this pod.
 *
 * @param ended when it ended
 * @param took how long it took
 * @param freed uploads whose leftovers it freed
 * @param settled uploads that it brought to the end that a dead pod had begun
 * @param failure why it ended early, or null
 */
public record SweepReport(Instant ended, Duration took, int freed, int settled, String failure) {}
