/** The keys a login may offer: the agent's and those of private key files. */
@NullMarked
package org.katagpu.remote.ssh.key;

import org.jspecify.annotations.NullMarked;
