/** What people and their tools are told: conditions and Events, written only when they change. */
package dev.longshore.operator.status;
