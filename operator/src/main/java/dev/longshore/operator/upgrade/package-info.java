/** A new operator brings new pods: a few services at a time. */
package dev.longshore.operator.upgrade;
