/**
 * A small tus 1.0.0 client on the JDK's HTTP client, which lets tests choose the pod of every
 * request.
 */
package dev.longshore.e2e.client;
