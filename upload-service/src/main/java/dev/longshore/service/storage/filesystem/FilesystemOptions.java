package dev.longshore.service.storage.filesystem;

import java.nio.file.Path;

/**
 * Settings of the file storage.
 *
 * @param path folder for everything; finished objects lie in it by their path
 * @param allowOverwrite whether a finished upload may replace an object that exists
 * @param fsync whether bytes are on the disk before they are acknowledged, so that they survive a
 *     crash of the machine and not only of the pod
 */
public record FilesystemOptions(Path path, boolean allowOverwrite, boolean fsync) {}
