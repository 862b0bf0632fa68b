/** What was asked to be signed, and why evidence is refused. */
@NullMarked
package org.katagpu.attest.refusal;

import org.jspecify.annotations.NullMarked;
