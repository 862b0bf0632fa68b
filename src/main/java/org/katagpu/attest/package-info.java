/** Evidence of a confidential VM, verified here: no network, no library beside the JDK, every refusal a value. */
@NullMarked
package org.katagpu.attest;

import org.jspecify.annotations.NullMarked;
