/** The upload service: takes uploads in chunks over HTTP, so that any pod can take any chunk. */
package dev.longshore.service;
