/** The configuration as text: highlighted and editable, and two versions of it side by side. */
@NullMarked
package org.katagpu.ui.page.kataconfig.text;

import org.jspecify.annotations.NullMarked;
