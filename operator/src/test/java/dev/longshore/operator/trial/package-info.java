/** The trial that helm test runs, against a real API server. */
package dev.longshore.operator.trial;
