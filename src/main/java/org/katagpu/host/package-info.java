/** What a host is, as data: devices, IOMMU groups, root ports and the other facts of one scan; pure, no I/O. */
@NullMarked
package org.katagpu.host;

import org.jspecify.annotations.NullMarked;
