/** Light and dark. */
@NullMarked
package org.katagpu.ui.theme;

import org.jspecify.annotations.NullMarked;
