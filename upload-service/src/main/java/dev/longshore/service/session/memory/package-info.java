/** Sessions in the memory of one process: the embedded default, for one pod and for trying out. */
package dev.longshore.service.session.memory;
