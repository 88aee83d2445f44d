package dev.longshore.service.upload;

import java.time.Duration;

/**
 * Times of running transfers.
 *
 * @param checkpoint how often the bytes of a long chunk are made safe and committed while it still
 *     streams; what a killed pod loses is what came since
 * @param handOverIdle how long a body may pause, once another chunk waits, before it is ended
 * @param handOverLimit how long a flowing body may go on, once another chunk waits
 */
public record TransferOptions(Duration checkpoint, Duration handOverIdle, Duration handOverLimit) {}
