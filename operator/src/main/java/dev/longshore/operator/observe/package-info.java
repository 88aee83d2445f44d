/** Looking into the operator: its metrics, and its traces below. */
package dev.longshore.operator.observe;
