package org.katagpu.setup.serve;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.katagpu.setup.OpenSecretException;
import org.katagpu.setup.SecretInAddress;
import org.katagpu.setup.WebAddress;

/**
 * The model and how it is served.
 *
 * @param model its id at the source, or an absolute folder for {@link ModelSource#LOCAL}
 * @param mirror base address for {@link ModelSource#MIRROR}; without user and password
 * @param servedName what clients call it; empty: the model's own name
 * @param port in the container, 1 to 65535
 * @param memoryShare of the GPU's memory the server may take, percent
 * @param maxLength tokens of one conversation; 0: what the model says
 * @param tensorParallel number of GPUs the model is spread over; 0: all chosen ones
 * @param trustRemoteCode whether code that comes with the model may run
 * @param askKey whether clients need an API key; the key itself is never part of a plan
 * @param tls whether the server speaks TLS; no word of it in a plan is nobody's choice
 * @param extra more arguments of the server, as typed; never with a secret among them: a plan is a file, and
 *        arguments are read by everybody on the machine
 * @param runtime the containerd runtime's name, or the absolute path of its shim
 * @param container the container's name
 */
public record ServeChoice(ModelSource source, String model, String mirror, String servedName, int port,
        int memoryShare, int maxLength, int tensorParallel, boolean trustRemoteCode, boolean askKey, TlsChoice tls,
        @JsonDeserialize(using = OpenArguments.class) String extra, String runtime, String container) {
    public static final ServeChoice DEFAULT = new ServeChoice(ModelSource.MODELSCOPE, "qwen/Qwen1.5-1.8B-Chat", "",
            "", 8000, 90, 0, 0, false, true, TlsChoice.AUTOMATIC, "", "io.containerd.kata.v2", "katagpu-vllm");

    private static final Pattern MODEL = Pattern.compile("[\\w.-]+/[\\w.-]+(?:/[\\w.-]+)?(?::[\\w.-]+)?");
    private static final Pattern FOLDER = Pattern.compile("/[^\\p{Cntrl}]+");
    private static final Pattern MIRROR = Pattern.compile("https?://[A-Za-z0-9._:/~+=-]+");
    private static final Pattern SERVED = Pattern.compile("[\\w.:/@+-]{0,200}");
    private static final Pattern RUNTIME = Pattern
            .compile("[a-z][a-z0-9]*(?:\\.[a-zA-Z0-9_-]+)*\\.v[0-9]+|/[A-Za-z0-9._/@+=-]+");
    /** containerd's own rule for ids. */
    private static final Pattern CONTAINER = Pattern.compile("(?=.{1,76}$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*");

    /**
     * @throws IllegalArgumentException for figures out of their bounds, and for a secret in the extra arguments or the
     *         mirror's address
     */
    public ServeChoice {
        if (port < 1 || port > 65_535 || memoryShare < 1 || memoryShare > 100 || maxLength < 0
                || tensorParallel < 0 || tensorParallel > 64) {
            throw new IllegalArgumentException("port " + port + ", share " + memoryShare + ", length " + maxLength
                    + ", GPUs " + tensorParallel);
        }
        if (OpenSecrets.in(extra)) {
            throw new OpenSecretException("the extra arguments");
        }
        SecretInAddress.refuse(mirror, "the mirror's address");
        for (String name : List.of(model, servedName, runtime, container)) {
            // An address put where a name belongs; "model@v1" is a name.
            SecretInAddress.refuse(name.contains("//") ? name : "", "a name");
        }
    }

    /** Why it cannot be served as it stands; empty when it can. */
    public Set<ServeFault> faults() {
        Set<ServeFault> faults = EnumSet.noneOf(ServeFault.class);
        if (model.isBlank()) {
            faults.add(ServeFault.MODEL_EMPTY);
        } else if (source == ModelSource.LOCAL) {
            unless(FOLDER, model, ServeFault.MODEL_FOLDER, faults);
        } else {
            unless(MODEL, model, ServeFault.MODEL_FORM, faults);
        }
        if (source == ModelSource.MIRROR) {
            unless(MIRROR, mirror, ServeFault.MIRROR_FORM, faults);
            if (!WebAddress.isOne(mirror)) {
                faults.add(ServeFault.MIRROR_FORM);
            }
        }
        unless(SERVED, servedName, ServeFault.SERVED_NAME, faults);
        unless(RUNTIME, runtime, ServeFault.RUNTIME_FORM, faults);
        unless(CONTAINER, container, ServeFault.CONTAINER_FORM, faults);
        ArgumentWords.split(extra).ifPresentOrElse(words -> {
            if (ServerCommand.reserved(words)) {
                faults.add(ServeFault.EXTRA_RESERVED);
            }
        }, () -> faults.add(ServeFault.EXTRA_UNBALANCED));
        return faults;
    }

    private static void unless(Pattern form, String value, ServeFault fault, Set<ServeFault> faults) {
        if (!form.matcher(value).matches()) {
            faults.add(fault);
        }
    }

    /** What clients call the model: as chosen, or the last part of its own name. */
    @JsonIgnore
    public String clientName() {
        if (!servedName.isBlank()) {
            return servedName;
        }
        String name = model.replaceAll("/+$", "");
        return name.substring(name.lastIndexOf('/') + 1);
    }

    public ServeChoice withSource(ModelSource wanted) {
        return new ServeChoice(wanted, model, mirror, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, container);
    }

    public ServeChoice withModel(String wanted) {
        return new ServeChoice(source, wanted, mirror, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, container);
    }

    public ServeChoice withMirror(String wanted) {
        return new ServeChoice(source, model, wanted, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, container);
    }

    public ServeChoice withServedName(String wanted) {
        return new ServeChoice(source, model, mirror, wanted, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, container);
    }

    public ServeChoice withPort(int wanted) {
        return new ServeChoice(source, model, mirror, servedName, wanted, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, container);
    }

    public ServeChoice withMemoryShare(int wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, wanted, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, container);
    }

    public ServeChoice withMaxLength(int wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, wanted, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, container);
    }

    public ServeChoice withTensorParallel(int wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, maxLength, wanted, trustRemoteCode,
                askKey, tls, extra, runtime, container);
    }

    public ServeChoice withTrustRemoteCode(boolean wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, maxLength, tensorParallel, wanted,
                askKey, tls, extra, runtime, container);
    }

    public ServeChoice withAskKey(boolean wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, wanted, tls, extra, runtime, container);
    }

    public ServeChoice withTls(boolean wanted) {
        return withTls(TlsChoice.of(wanted));
    }

    public ServeChoice withTls(TlsChoice wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, wanted, extra, runtime, container);
    }

    public ServeChoice withExtra(String wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, wanted, runtime, container);
    }

    public ServeChoice withRuntime(String wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, wanted, container);
    }

    public ServeChoice withContainer(String wanted) {
        return new ServeChoice(source, model, mirror, servedName, port, memoryShare, maxLength, tensorParallel,
                trustRemoteCode, askKey, tls, extra, runtime, wanted);
    }
}
