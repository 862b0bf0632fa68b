/** Step 1: which host, as whom; the questions only the admin can answer; the practice host. */
@NullMarked
package org.katagpu.ui.page.connect;

import org.jspecify.annotations.NullMarked;
