/**
 * {@code make bench-operator}: how fast, how quiet and how small the operator is, on a real API
 * server, beside a bare client that writes the same objects.
 */
package dev.longshore.operator.bench;
