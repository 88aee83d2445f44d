/** Looking into the operator: its metrics. */
package dev.longshore.operator.observe;
