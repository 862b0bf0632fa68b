package org.katagpu.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** Holds the next job of a machine at one of its steps: its processes are stopped as soon as its log tells the step. */
public final class JobFreezer implements AutoCloseable {
    private static final String WATCH = """
            shopt -s nullglob
            jobs=/var/lib/katagpu/jobs
            declare -A known
            for dir in "$jobs"/*/; do known[$dir]=1; done
            exec 7<> <(:)
            echo ready
            job=
            until [[ $job ]]; do
              for dir in "$jobs"/*/; do
                [[ ${known[$dir]:-} || ! -f $dir/pid ]] || job=${dir%/}
              done
              IFS= read -r -t 0.005 -u 7 _ || :
            done
            read -r pid _ <"$job/pid"
            until grep -aqF "$1" "$job/log"; do
              if [[ -f $job/exit ]]; then echo "ended ${job##*/} $pid"; exit; fi
              IFS= read -r -t 0.003 -u 7 _ || :
            done
            for again in 1 2 3; do
              for one in $(pgrep -s "$pid"); do [[ $one == "$pid" ]] || kill -STOP "$one" 2>/dev/null || :; done
            done
            if [[ -f $job/exit ]]; then echo "ended ${job##*/} $pid"; else echo "held ${job##*/} $pid"; fi
            """;

    /** Its session, and whatever else carries its mark. */
    private static final String MEMBERS = """
            members() {
              local one
              pgrep -s "$pid" || :
              for one in /proc/[0-9]*; do
                if tr '\\0' '\\n' <"$one/environ" 2>/dev/null | grep -qxF "KATAGPU_JOB=$job"; then echo "${one#/proc/}"; fi
              done
            }
            """;

    private final ThrowawayMachine machine;
    private final Process watching;
    private final BufferedReader said;

    /** Where a job was held. */
    public record Held(String job, long runner) {}

    /** @param step from 1 */
    public JobFreezer(ThrowawayMachine machine, int step) throws IOException {
        this(machine, ",\"n\":" + step + ",\"of\":");
    }

    /** @param step its id, {@code network.add} for example */
    static JobFreezer at(ThrowawayMachine machine, String step) throws IOException {
        return new JobFreezer(machine, "\"id\":\"" + step + "\",\"n\":");
    }

    private JobFreezer(ThrowawayMachine machine, String told) throws IOException {
        this.machine = machine;
        watching = machine.command("bash", "-c", WATCH, "freezer", told).redirectErrorStream(true).start();
        said = watching.inputReader();
        if (!"ready".equals(said.readLine())) {
            throw new IllegalStateException("the freezer does not start");
        }
    }

    /** Waits for it. @return empty where it ended before it came to that step */
    public Optional<Held> await() throws IOException {
        String line = String.valueOf(said.readLine());
        String[] words = line.split(" ");
        return switch (words[0]) {
            case "held" -> Optional.of(new Held(words[1], Long.parseLong(words[2])));
            case "ended" -> Optional.empty();
            default -> throw new IllegalStateException(line);
        };
    }

    /** Lets it go on. */
    public void thaw(Held held) {
        toAll(held, "CONT");
    }

    /** Ends all of it at once, traps and all: its runner too. */
    public void kill(Held held) {
        toAll(held, "KILL");
    }

    private void toAll(Held held, String signal) {
        machine.exec("job=" + held.job() + " pid=" + held.runner() + "\n" + MEMBERS + """
                for round in 1 2 3; do
                  for one in $(members); do kill -%s "$one" 2>/dev/null || :; done
                done
                """.formatted(signal));
    }

    @Override
    public void close() {
        watching.destroy();
    }
}
