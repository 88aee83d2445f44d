/** Longshore as its users meet it: a cluster, the chart, a resource, and uploads to its pods. */
package dev.longshore.e2e;
