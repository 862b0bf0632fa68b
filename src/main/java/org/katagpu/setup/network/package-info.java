/** The container's network: CNI plugins, a bridge, and a network namespace with an address in it. */
@NullMarked
package org.katagpu.setup.network;

import org.jspecify.annotations.NullMarked;
