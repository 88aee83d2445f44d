package dev.longshore.service.storage.filesystem;

import java.nio.file.Path;

/**
 * Settings of the file storage.
 *
 * @param path folder for everything; finished objects lie in it by their path
 * @param scope names those uploads in the folder whose sessions are known; others are somebody
 *     else's. Safe as a file name
 * @param allowOverwrite whether a finished upload may replace an object that exists
 * @param fsync whether bytes are on the disk before they are acknowledged, so that they survive a
 *     crash of the machine and not only of the pod
 */
public record FilesystemOptions(Path path, String scope, boolean allowOverwrite, boolean fsync) {}
