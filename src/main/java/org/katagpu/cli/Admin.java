package org.katagpu.cli;

import java.time.InstantSource;

import org.katagpu.remote.Connector;
import org.katagpu.remote.HostBook;
import org.katagpu.setup.PlanStore;

/**
 * Whoever calls, and what this machine keeps for them: the same as for the window.
 *
 * @param hosts the ssh configuration
 * @param plans one file a host
 * @param machines which machines may be asked
 * @param owner told to other admins: {@code admin@laptop}
 */
public record Admin(HostBook hosts, Connector connector, PlanStore plans, MachineGate machines, String owner,
        Prompts prompts,
        InstantSource clock) {}
