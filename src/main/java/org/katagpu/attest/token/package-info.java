/** A virtCCA token: its envelopes and what they claim. Reading proves nothing yet. */
@NullMarked
package org.katagpu.attest.token;

import org.jspecify.annotations.NullMarked;
