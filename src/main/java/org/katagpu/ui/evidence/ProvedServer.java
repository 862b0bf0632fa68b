package org.katagpu.ui.evidence;

import java.util.Optional;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServerLife;

/**
 * The server evidence is asked of. Another process or another certificate is another server.
 *
 * @param arguments the words of the VM's process on the host that say it is confidential; empty: none
 */
public record ProvedServer(ServeEndpoint endpoint, Optional<ServerLife> life, String arguments) {}
