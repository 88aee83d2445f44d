/** The Redis Secret: watched without a label, kept as digests only. */
package dev.longshore.operator.secret;
