package org.katagpu.machine;

/** The accounts of a throwaway machine, as {@code useradd} and sudoers files make them. */
public enum MachineUser {
    ROOT("R00t of it", ""),
    /** May become root with the own password. */
    ADMIN("adm1n 'quoted' $pw", "ALL=(ALL:ALL) ALL"),
    /** May become root without a password. */
    DEPLOY("d3ploy pw", "ALL=(ALL:ALL) NOPASSWD: ALL"),
    /** Has no way to root. */
    PLAIN("pl4in pw", ""),
    /** Another one without a way to root, who attacks. */
    MALLORY("mall0ry pw", "");

    private final String password;
    private final String sudoers;

    MachineUser(String password, String sudoers) {
        this.password = password;
        this.sudoers = sudoers;
    }

    /** Login name. */
    public String login() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public String password() {
        return password;
    }

    String line() {
        return login() + ":" + password + ":" + sudoers;
    }
}
