/** Browse on the host: a chooser of files and folders over the link. */
@NullMarked
package org.katagpu.ui.browse;

import org.jspecify.annotations.NullMarked;
