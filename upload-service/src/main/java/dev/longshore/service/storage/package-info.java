/**
 * Where bytes lie: unfinished uploads and finished objects behind one interface. Knows nothing of
 * sessions, leases or HTTP.
 */
package dev.longshore.service.storage;
