/** All that a status and its Events can say, in one place: docs/conditions.md is made of it. */
package dev.longshore.operator.condition;
