package org.katagpu.setup.export;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.katagpu.message.Messages;
import org.katagpu.setup.SetupText;
import org.katagpu.setup.Stages;

/** Playbooks, the inventory of some hosts and the collection: a folder {@code ansible-playbook} works in. */
public record AnsibleProject(Messages words, List<AnsibleHost> hosts) {
    private static final String COLLECTION = "collections/ansible_collections/katagpu/setup/";

    /** By path below the folder. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        new AnsibleCollection(words).files().forEach((path, text) -> files.put(COLLECTION + path, text));
        for (String file : List.of("ansible.cfg", "README.md")) {
            files.put(file, SetupText.of("export/ansible/project/" + file));
        }
        files.put("site.yml", play("Set up GPUs for confidential containers", Stages.WHOLE, ""));
        files.put("undo.yml", play("Take back what was set up", Stages.WHOLE.reversed(), "absent"));
        if (hosts.isEmpty()) {
            return files;
        }
        Map<String, String> common = common();
        files.put("group_vars/katagpu.yml",
                "---\n# What all hosts of this export have in common.\n" + lines(common, 0));
        StringBuilder inventory = new StringBuilder("---\nkatagpu:\n  hosts:\n");
        for (AnsibleHost host : hosts) {
            inventory.append("    ").append(host.name()).append(':').append(host.place().isEmpty() ? " {}" : "")
                    .append('\n').append(lines(host.place(), 6));
            Map<String, String> own = new LinkedHashMap<>();
            own.put("katagpu_steps", host.steps().stream().map(step -> "\n  - " + step).collect(Collectors.joining()));
            own.putAll(host.values());
            own.keySet().removeAll(common.keySet());
            files.put("host_vars/" + host.name() + ".yml", "---\n# This host's own.\n" + lines(own, 0));
        }
        files.put("inventory.yml", inventory.toString());
        return files;
    }

    /** What every host has, with the same value; what is made of one host's files or devices never is. */
    private Map<String, String> common() {
        Set<Map.Entry<String, String>> all = new LinkedHashSet<>(hosts.getFirst().values().entrySet());
        hosts.forEach(host -> all.retainAll(host.values().entrySet()));
        Map<String, String> common = new LinkedHashMap<>();
        all.forEach(one -> common.put(one.getKey(), one.getValue()));
        Set.of("gpu_devices", "gpu_identities", "serve_devices", "kata_expected", "kata_new", "kata_size", "kata_state",
                "kata_told", "kata_content").forEach(common::remove);
        return common;
    }

    private static String lines(Map<String, String> values, int indent) {
        String pad = " ".repeat(indent);
        return values.entrySet().stream()
                .map(one -> pad + one.getKey() + ":" + (one.getValue().startsWith("\n") ? "" : " ") + one.getValue()
                        + "\n")
                .collect(Collectors.joining());
    }

    private static String play(String name, Stages order, String wanted) {
        StringBuilder text = new StringBuilder("---\n- name: ").append(name)
                .append("\n  hosts: katagpu\n  gather_facts: false\n  become: true\n  roles:\n");
        for (Stages.Step step : order.steps()) {
            text.append("    - role: katagpu.setup.").append(step.stage()).append("\n      when: \"'")
                    .append(step.stage()).append("' in katagpu_steps\"\n      tags: [").append(step.stage())
                    .append("]\n");
            if (!wanted.isEmpty()) {
                text.append("      vars:\n        ").append(step.stage()).append("_wanted: ").append(wanted)
                        .append('\n');
            }
        }
        return text.toString();
    }
}
