/** The stage that brings the model image into containerd: built, pulled from a registry, or from an archive. */
@NullMarked
package org.katagpu.setup.image;

import org.jspecify.annotations.NullMarked;
