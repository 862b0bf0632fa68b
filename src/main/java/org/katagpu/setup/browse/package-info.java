/** Looking through the host's folders, with the rights the wizard has there. */
@NullMarked
package org.katagpu.setup.browse;

import org.jspecify.annotations.NullMarked;
