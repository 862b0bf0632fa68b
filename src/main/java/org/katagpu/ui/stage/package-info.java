/** What every page with a stage has in common: what will change, the script, apply, undo, and the run's log. */
@NullMarked
package org.katagpu.ui.stage;

import org.jspecify.annotations.NullMarked;
