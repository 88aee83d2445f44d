/** {@code make demo}: the main job once, told to a person. */
package dev.longshore.e2e.demo;
