package org.katagpu.setup.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * vLLM's command line and environment for a choice. The module is called, not {@code vllm serve}: every version has
 * it (docs.vllm.ai, "OpenAI-Compatible Server"). The API key is in neither: it would be readable in the process list
 * and in vLLM's own log of its arguments.
 *
 * @param arguments from the program on; how many GPUs the model is spread over is added where the GPUs are seen
 * @param extra what the admin typed, behind all others: vLLM takes the last of two
 * @param environment besides the container's own
 */
public record ServerCommand(List<String> arguments, List<String> extra, Map<String, String> environment) {
    /** What the form sets, and what would move the server away from where it is proved. */
    private static final Set<String> RESERVED = Set.of("--model", "--host", "--port", "--uds",
            "--served-model-name", "--ssl-keyfile", "--ssl-certfile", "--root-path");
    private static final int PERCENT = 100;

    public ServerCommand {
        arguments = List.copyOf(arguments);
        extra = List.copyOf(extra);
        environment = Map.copyOf(environment);
    }

    /** Whether one of them is not the admin's to set here; also shortened, as Python's argparse takes it. */
    static boolean reserved(List<String> words) {
        return words.stream().map(OpenSecrets::option).filter(name -> name.length() > "--".length())
                .anyMatch(name -> RESERVED.stream().anyMatch(whole -> whole.startsWith(name)));
    }

    public static ServerCommand of(ServeChoice choice) {
        List<String> words = new ArrayList<>(List.of("python3", "-m", "vllm.entrypoints.openai.api_server", "--model",
                choice.model(), "--host", "0.0.0.0", "--port", Integer.toString(choice.port()),
                "--served-model-name", choice.clientName(), "--gpu-memory-utilization",
                String.format(Locale.ROOT, "%.2f", (double) choice.memoryShare() / PERCENT)));
        if (choice.maxLength() > 0) {
            words.addAll(List.of("--max-model-len", Integer.toString(choice.maxLength())));
        }
        if (choice.trustRemoteCode()) {
            words.add("--trust-remote-code");
        }
        return new ServerCommand(words, ArgumentWords.split(choice.extra()).orElse(List.of()), environment(choice));
    }

    /** Without these options and what stands behind each. */
    ServerCommand without(List<String> options) {
        List<String> kept = new ArrayList<>();
        boolean dropped = false;
        for (String word : arguments) {
            dropped = word.startsWith("--") ? options.contains(word) : dropped;
            if (!dropped) {
                kept.add(word);
            }
        }
        return new ServerCommand(kept, extra, environment);
    }

    private static Map<String, String> environment(ServeChoice choice) {
        Map<String, String> environment = new LinkedHashMap<>();
        switch (choice.source()) {
            case MODELSCOPE -> environment.put("VLLM_USE_MODELSCOPE", "True");
            case HUGGING_FACE -> {
            }
            case MIRROR -> environment.put("HF_ENDPOINT", choice.mirror());
            case LOCAL -> environment.put("HF_HUB_OFFLINE", "1");
        }
        return environment;
    }
}
