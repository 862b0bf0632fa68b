package org.katagpu.remote;

/** Who we are on the host: the login name and the proven way to root's rights. */
public record Identity(String user, Elevation elevation) {
    /** How root's rights are had; found by trying at connect, never assumed. */
    public enum Elevation {
        ROOT, SUDO_WITHOUT_PASSWORD, SUDO_WITH_PASSWORD, NONE
    }

    public boolean canChange() {
        return elevation != Elevation.NONE;
    }
}
