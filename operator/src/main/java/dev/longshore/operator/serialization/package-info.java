/** Reads and writes Kubernetes' objects so that thousands of them take little memory. */
package dev.longshore.operator.serialization;
