/** Reports as files: the one place of this room that knows JSON. */
@NullMarked
package org.katagpu.attest.report;

import org.jspecify.annotations.NullMarked;
