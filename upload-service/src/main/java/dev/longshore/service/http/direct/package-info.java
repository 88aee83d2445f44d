/**
 * Bodies of plain HTTP/1.1 on Linux, which go from the socket to the storage past the HTTP server:
 * it routes and answers their requests, and never sees their bytes.
 */
package dev.longshore.service.http.direct;
