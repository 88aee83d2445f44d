/** A real kube-apiserver with etcd, and an operator on it with the chart's own permissions. */
package dev.longshore.operator.cluster;
