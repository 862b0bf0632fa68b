/** Step 5: Kata's configuration.toml as a form and as text, and its way back to the host. */
@NullMarked
package org.katagpu.ui.page.kata;

import org.jspecify.annotations.NullMarked;
