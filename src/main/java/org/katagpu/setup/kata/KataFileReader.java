package org.katagpu.setup.kata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.katagpu.job.Nonce;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.Script;
import org.katagpu.setup.ScriptLibrary;

/** Reads Kata's configuration and its backups from a host. Changes nothing. */
public final class KataFileReader {
    /** More than any file that can be edited; what is beyond makes the reading fail, never a torn file. */
    private static final int MOST_OUTPUT = 16 << 20;
    private static final String MARK = "\nkatagpu-file\n";

    private final Host host;

    public KataFileReader(Host host) {
        this.host = host;
    }

    /**
     * @param runtime whose Kata is meant: its name, or the path of its shim
     * @throws ProblemException when the host has no configuration, or it cannot be read
     */
    public KataFile read(KataTarget target, String runtime) throws ProblemException, InterruptedException {
        return read(target.word(), runtime);
    }

    /** The text of a backup. */
    public byte[] read(KataBackup backup, String runtime) throws ProblemException, InterruptedException {
        return read(backup.name(), runtime).bytes();
    }

    private KataFile read(String what, String runtime) throws ProblemException, InterruptedException {
        Script.Builder script = Script.named("kata/read").elevated().parameter("KATAGPU_NONCE", Nonce.random())
                .parameter("WHAT", what).parameter("KATA_RUNTIME", runtime);
        ScriptLibrary.add(script, "kata/read");
        Capture output = new Capture(MOST_OUTPUT);
        int exit = host.run(script.build(), output);
        byte[] bytes = output.bytes();
        int mark = find(bytes, MARK, 0);
        int body = mark < 0 ? -1 : find(bytes, "\n\n", mark + 1);
        if (exit != 0 || body < 0) {
            throw problem("kataconf.host.none", exit, output);
        }
        String head = new String(bytes, mark + MARK.length(), body - mark - MARK.length(), StandardCharsets.UTF_8);
        KataFile file = file(head, Arrays.copyOfRange(bytes, body + 2, bytes.length));
        if (!file.sha256().equals(KataFile.ABSENT) && !file.sha256().equals(Sha256.of(file.bytes()))) {
            throw problem("kataconf.host.torn", exit, output);
        }
        return file;
    }

    private ProblemException problem(String key, int exit, Capture output) {
        return new ProblemException(Problem.of(Text.of(key), Text.of(key + ".next")).on(host.label())
                .command("bash -s < kata/read.sh", exit, output.errorLines()));
    }

    private static KataFile file(String head, byte[] text) {
        String asked = "";
        String path = "";
        String sum = "";
        List<KataBackup> backups = new ArrayList<>();
        for (String line : head.split("\n")) {
            String value = line.substring(line.indexOf('=') + 1);
            switch (line.substring(0, Math.max(0, line.indexOf('=')))) {
                case "asked" -> asked = value;
                case "path" -> path = value;
                case "sum" -> sum = value;
                case "backup" -> backups.add(backup(value));
                default -> {
                }
            }
        }
        backups.sort(Comparator.comparing(KataBackup::name).reversed());
        return new KataFile(asked, path, sum, text, backups);
    }

    private static KataBackup backup(String line) {
        String[] part = line.split(" ", 4);
        return new KataBackup(part[0], part[1], Long.parseLong(part[2]), part[3]);
    }

    private static int find(byte[] bytes, String mark, int from) {
        byte[] wanted = mark.getBytes(StandardCharsets.UTF_8);
        for (int at = from; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
