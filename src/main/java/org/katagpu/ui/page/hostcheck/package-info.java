/** Step 2: what the setup needs of the host, each point with its evidence and what to do. */
@NullMarked
package org.katagpu.ui.page.hostcheck;

import org.jspecify.annotations.NullMarked;
