/** The part of CBOR (RFC 8949) that tokens need, in the one encoding each value has. */
@NullMarked
package org.katagpu.attest.cbor;

import org.jspecify.annotations.NullMarked;
