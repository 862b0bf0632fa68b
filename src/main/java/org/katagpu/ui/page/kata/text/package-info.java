/** The configuration as text: highlighted and editable, and two versions of it side by side. */
@NullMarked
package org.katagpu.ui.page.kata.text;

import org.jspecify.annotations.NullMarked;
