/** The practice guest's {@code /dev/tsi}: evidence of an authority of the practice host's own, which proves nothing. */
@NullMarked
package org.katagpu.practice.firmware;

import org.jspecify.annotations.NullMarked;
