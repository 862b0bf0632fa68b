package org.katagpu.ui.frame;

import org.katagpu.job.Jobs;
import org.katagpu.remote.Host;

/**
 * The window's tie to one host and what works over it.
 *
 * @param practice whether it is the built-in practice host, where nothing is real
 */
public record Session(Host host, boolean practice, Jobs jobs) {}
