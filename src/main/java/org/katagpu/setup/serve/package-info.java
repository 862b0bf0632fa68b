/** The model server: a confidential container with the chosen GPUs, and the proof, link by link, that it answers. */
@NullMarked
package org.katagpu.setup.serve;

import org.jspecify.annotations.NullMarked;
