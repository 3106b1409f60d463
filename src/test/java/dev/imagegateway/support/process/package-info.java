/** Servers that tests run beside themselves, to stop, pause and kill: PostgreSQL, Redis, and what signals take. */
@NullMarked
package dev.imagegateway.support.process;

import org.jspecify.annotations.NullMarked;
