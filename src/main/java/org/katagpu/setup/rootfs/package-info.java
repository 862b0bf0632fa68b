/** The stage that puts NVIDIA's driver and container toolkit into the guest image, and takes them out again. */
@NullMarked
package org.katagpu.setup.rootfs;

import org.jspecify.annotations.NullMarked;
