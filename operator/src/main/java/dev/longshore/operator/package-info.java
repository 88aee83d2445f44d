/**
 * Turns each {@code UploadService} into running pods. {@link
 * dev.longshore.operator.UploadServiceReconciler} tells the story; {@link
 * dev.longshore.operator.Main} starts it.
 */
package dev.longshore.operator;
