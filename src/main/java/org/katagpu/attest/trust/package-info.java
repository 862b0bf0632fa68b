/** Keys, signatures and the chain from a machine's certificate to the pinned ones. */
@NullMarked
package org.katagpu.attest.trust;

import org.jspecify.annotations.NullMarked;
