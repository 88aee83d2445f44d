/** Uploads as files in a folder: a local one, or a volume that all pods share. */
package dev.longshore.service.storage.filesystem;
