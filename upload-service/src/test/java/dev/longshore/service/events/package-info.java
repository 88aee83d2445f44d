/** Tests of what is told of uploads, with real receivers. */
package dev.longshore.service.events;
