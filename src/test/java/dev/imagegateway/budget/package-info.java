/** The periods of budgets in the world's time zones. */
@NullMarked
package dev.imagegateway.budget;

import org.jspecify.annotations.NullMarked;
