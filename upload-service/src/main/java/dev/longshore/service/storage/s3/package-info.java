/**
 * Uploads as objects in a bucket. Bytes go into the parts of a multipart upload on a fixed grid;
 * what does not fill a part yet lies in small hidden objects ({@code Tail}). See {@code
 * docs/s3.md}.
 */
package dev.longshore.service.storage.s3;
