package org.katagpu.remote.ssh.config;

import java.util.List;

/** What an ssh_config file is made of. */
sealed interface ConfigItem {
    /** @param keyword in lower case @param source {@code ~/.ssh/config:12} */
    record Line(String keyword, List<String> arguments, String source) implements ConfigItem {
        String first() {
            return arguments.getFirst();
        }
    }

    /** The content of a file that stands here by {@code Include}; its blocks end with it. */
    record Included(List<ConfigItem> items) implements ConfigItem {}
}
