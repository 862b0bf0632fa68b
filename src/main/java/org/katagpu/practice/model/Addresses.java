package org.katagpu.practice.model;

/** Addresses of the practice machine that lead to a port of this computer's loopback. */
public interface Addresses {
    void expose(String address, int addressPort, int loopbackPort);

    void conceal(String address, int addressPort);
}
