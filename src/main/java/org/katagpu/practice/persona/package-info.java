/** The machines the practice host can play: what each shows of itself. */
@NullMarked
package org.katagpu.practice.persona;

import org.jspecify.annotations.NullMarked;
