/**
 * What {@code helm test} runs: an UploadService made, used and removed, as a person would try it.
 * The only place here that speaks to upload services, and only as any client does.
 */
package dev.longshore.operator.trial;
