/** The pods: why they don't run, in words that lead on. */
package dev.longshore.operator.pod;
