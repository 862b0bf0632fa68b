/** The stage that hands chosen GPUs to vfio-pci, and gives them back. */
@NullMarked
package org.katagpu.setup.gpu;

import org.jspecify.annotations.NullMarked;
