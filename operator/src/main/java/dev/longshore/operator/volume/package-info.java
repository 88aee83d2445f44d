/** The storage claim: whether it is there and whether several pods can share it. */
package dev.longshore.operator.volume;
