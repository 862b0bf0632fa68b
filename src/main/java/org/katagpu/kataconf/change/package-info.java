/** What changes between two versions of a configuration, and whether that is only what was meant. */
@NullMarked
package org.katagpu.kataconf.change;

import org.jspecify.annotations.NullMarked;
