/** What is proved of the machine that answers, for the Model page and the chat. */
@NullMarked
package org.katagpu.ui.evidence;

import org.jspecify.annotations.NullMarked;
