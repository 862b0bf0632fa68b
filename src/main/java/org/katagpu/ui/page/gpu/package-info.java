/** Step 3: the GPUs as the host shows them, what must go together, and binding them to vfio-pci. */
@NullMarked
package org.katagpu.ui.page.gpu;

import org.jspecify.annotations.NullMarked;
