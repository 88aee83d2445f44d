/** Liveness and readiness of the operator itself. */
package dev.longshore.operator.health;
