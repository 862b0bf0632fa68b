/** The host at the other end of the link: run, dial, and the state of the link. How it is reached is below. */
@NullMarked
package org.katagpu.remote;

import org.jspecify.annotations.NullMarked;
