/**
 * What the operator does as OpenTelemetry's traces. Nothing of it is loaded unless it is wanted.
 */
package dev.longshore.operator.observe.tracing;
