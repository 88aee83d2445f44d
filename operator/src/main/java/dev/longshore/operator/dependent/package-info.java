/** The objects that the operator owns: compared with what is desired, applied when they differ. */
package dev.longshore.operator.dependent;
