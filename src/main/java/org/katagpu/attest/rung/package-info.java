/** What evidence proves, rung by rung: each stands on what was read for it, none follows from the one above. */
@NullMarked
package org.katagpu.attest.rung;

import org.jspecify.annotations.NullMarked;
