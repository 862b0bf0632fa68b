package org.katagpu.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.katagpu.message.ProblemException;
import org.katagpu.remote.Target;
import org.katagpu.setup.export.AnsibleHost;
import org.katagpu.setup.export.AnsibleProject;
import org.katagpu.setup.export.GpuRule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Writes a folder in which {@code ansible-playbook} does for some hosts what apply does for one. */
record ExportAnsibleCommand(Connecting connecting) implements Command {
    private static final String GPUS = "gpus";

    @Override
    public CommandSpec spec(Specs specs) {
        return Connecting.options(specs.command("ansible", "cli.command.export.ansible")
                .addPositional(specs.parameter(0, "DIR")).addPositional(specs.rest(1, "HOST", false)), specs)
                .addOption(specs.option(GPUS, "RULE", GpuRule.words()));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer)
            throws UsageException, ProblemException, InterruptedException {
        GpuRule rule = GpuRule.valueOf(
                asked.matchedOptionValue("--" + GPUS, GpuRule.ADDRESS.word()).toUpperCase(Locale.ROOT));
        String folder = asked.matchedPositionalValue(0, "");
        List<AnsibleHost> hosts = new ArrayList<>();
        for (String typed : asked.matchedPositionalValue(1, List.<String>of())) {
            try (HostSession tie = connecting.open(typed, asked, printer)) {
                Target target = connecting.target(typed);
                hosts.add(AnsibleHost.of(name(typed, target), place(typed, target), tie.host(), tie.chosen(),
                        tie.plan(), rule));
            }
        }
        LocalFile.writeFolder(folder, new AnsibleProject(printer.words(), hosts).files());
        if (printer.asJson()) {
            printer.json(ReportJson.document("export/1").put("host",
                    String.join(" ", hosts.stream().map(AnsibleHost::name).toList())).put("file", folder));
        } else {
            printer.say("cli.export.written", folder);
        }
        return ExitCode.DONE;
    }

    /** An alias is OpenSSH's too; of anything else the address. */
    private static String name(String typed, Target target) {
        String name = isAlias(typed) ? typed.strip() : target.address();
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static Map<String, String> place(String typed, Target target) {
        Map<String, String> place = new LinkedHashMap<>();
        if (!isAlias(typed)) {
            place.put("ansible_host", "\"" + target.address() + "\"");
            place.put("ansible_port", String.valueOf(target.port()));
            place.put("ansible_user", "\"" + target.user() + "\"");
        }
        return place;
    }

    private static boolean isAlias(String typed) {
        return typed.strip().matches("[A-Za-z0-9._-]+");
    }
}
