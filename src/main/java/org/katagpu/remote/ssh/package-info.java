/** The link to the host over SSH (sshj): connecting, login, root's rights, running scripts, and coming back after a loss. */
@NullMarked
package org.katagpu.remote.ssh;

import org.jspecify.annotations.NullMarked;
