package org.katagpu.ui.frame;

import org.katagpu.remote.Host;
import org.katagpu.setup.StageRunner;

/**
 * The window's tie to one host and what works over it.
 *
 * @param practice whether it is the built-in practice host, where nothing is real
 */
public record Session(Host host, boolean practice, StageRunner stages) {}
