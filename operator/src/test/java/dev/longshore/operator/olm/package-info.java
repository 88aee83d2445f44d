/** The bundle for the Operator Lifecycle Manager, made of the chart. */
package dev.longshore.operator.olm;
