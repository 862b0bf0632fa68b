/** What the firmware should have measured when a VM was loaded, computed of the same files. */
@NullMarked
package org.katagpu.attest.rim;

import org.jspecify.annotations.NullMarked;
