/** The host check: scans a host in one go and judges what was found. */
@NullMarked
package org.katagpu.setup.preflight;

import org.jspecify.annotations.NullMarked;
