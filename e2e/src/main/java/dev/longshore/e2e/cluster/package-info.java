/** A one-node cluster of the moment, with the chart installed and each pod reachable by itself. */
package dev.longshore.e2e.cluster;
