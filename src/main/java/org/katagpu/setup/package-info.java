/** What the wizard does on a host: the plan, the stages, and what they found and changed. */
@NullMarked
package org.katagpu.setup;

import org.jspecify.annotations.NullMarked;
