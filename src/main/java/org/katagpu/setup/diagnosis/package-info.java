/** Failures known in this field, recognised by the lines they leave in a log, with their cause and remedy. */
@NullMarked
package org.katagpu.setup.diagnosis;

import org.jspecify.annotations.NullMarked;
