package org.katagpu.cli;

import java.util.List;
import java.util.Locale;

import org.katagpu.message.Messages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes the parts of a command's specification, each with its help from the bundles. */
final class Specs {
    private static final int WIDTH = 100;

    private final Messages words;

    Specs(Messages words) {
        this.words = words;
    }

    /** With {@code --help}; its sentence is {@code cli.command.NAME}. */
    CommandSpec command(String name) {
        return command(name, "cli.command." + name);
    }

    /** @param key of its sentence, where it is not named by the command alone */
    CommandSpec command(String name, String key) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(help(key)).width(WIDTH).sortOptions(false)
                .synopsisHeading(words.get("cli.help.usage") + " ")
                .parameterListHeading("%n" + help("cli.help.parameters") + "%n")
                .optionListHeading("%n" + help("cli.help.options") + "%n")
                .commandListHeading("%n" + help("cli.help.commands") + "%n")
                .synopsisSubcommandLabel(words.get("cli.help.command"));
        return spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description(help("cli.option.help"))
                .build());
    }

    /** An option without a value; its sentence is {@code cli.option.NAME}. */
    OptionSpec flag(String name) {
        return OptionSpec.builder("--" + name).type(boolean.class).description(help("cli.option." + name)).build();
    }

    /** @param label stands for the value: {@code FILE} */
    OptionSpec option(String name, String label) {
        return option(name, label, List.of());
    }

    /** @param choices the only values taken; any where empty */
    OptionSpec option(String name, String label, List<String> choices) {
        return OptionSpec.builder("--" + name).type(String.class).paramLabel(label)
                .completionCandidates(choices.isEmpty() ? null : choices)
                .description(help("cli.option." + name)).build();
    }

    /** A value without a name that must be given; its sentence is {@code cli.parameter.LABEL}, in lower case. */
    PositionalParamSpec parameter(int index, String label) {
        return PositionalParamSpec.builder().index(String.valueOf(index)).arity("1").required(true).type(String.class)
                .paramLabel(label).description(help("cli.parameter." + label.toLowerCase(Locale.ROOT)))
                .build();
    }

    /** Any number of values, from {@code from} on; its sentence is {@code cli.parameter.LABEL}, in lower case. */
    PositionalParamSpec rest(int from, String label, boolean needed) {
        return PositionalParamSpec.builder().index(from + "..*").arity(needed ? "1..*" : "0..*").required(needed)
                .type(List.class).auxiliaryTypes(String.class).paramLabel(label)
                .description(help("cli.parameter." + label.toLowerCase(Locale.ROOT))).build();
    }

    /** A sentence in which picocli takes nothing for a pattern. */
    String help(String key) {
        return words.get(key).replace("%", "%%").replace("@|", "@ |");
    }
}
