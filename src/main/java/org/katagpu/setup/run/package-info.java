/** A run of several stages, without a window: their order, how far each has come, and what is kept of it on the host. */
@NullMarked
package org.katagpu.setup.run;

import org.jspecify.annotations.NullMarked;
