/** The chart, as Helm lints and renders it. */
package dev.longshore.operator.chart;
