/** What the operator is told by its environment. */
package dev.longshore.operator.config;
