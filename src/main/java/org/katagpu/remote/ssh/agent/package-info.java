/** A running ssh-agent: its keys, and logins signed by it. Protocol: draft-ietf-sshm-ssh-agent. */
@NullMarked
package org.katagpu.remote.ssh.agent;

import org.jspecify.annotations.NullMarked;
