package org.katagpu.job;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkLostException;
import org.katagpu.remote.Payload;
import org.katagpu.remote.Script;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of a {@link Host}, by the scripts under {@code job/}. Keeps nothing itself: the host is always asked. */
public final class HostJobs implements Jobs {
    /** How long a cancelled job has for its traps. */
    public static final Duration GRACE = Duration.ofSeconds(10);
    /** A cancelled stage takes back what it half did; several GPUs with a slow driver need their time. */
    public static final Duration TAKE_BACK = Duration.ofSeconds(120);
    /** Starts whose bytes did not all arrive, before that is told: nothing had begun on the host. */
    private static final int INCOMPLETE_STARTS = 3;
    /** Streams that may end early and bring nothing before the log is taken to be cut. */
    private static final int FRUITLESS_STREAMS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(HostJobs.class);

    private final Host host;
    private final String owner;
    private final Duration grace;

    /** @param owner told to other admins while a job holds the lock, {@code admin@laptop} */
    public HostJobs(Host host, String owner) {
        this(host, owner, GRACE);
    }

    /** @param grace how long a cancelled job has for its traps before it is killed */
    public HostJobs(Host host, String owner, Duration grace) {
        this.host = host;
        this.owner = owner;
        this.grace = grace;
    }

    @Override
    public JobId start(String name, LockScope scope, String nonce, Script script)
            throws ProblemException, InterruptedException {
        try (JobPayload payload = new JobPayload(script)) {
            int incomplete = 0;
            while (true) {
                JobId id = new JobId(Nonce.random());
                Reply answer = start(id, name, scope, nonce, payload);
                switch (answer.kind()) {
                    case "started" -> {
                        return id;
                    }
                    case "abandoned" -> {
                        // The link was lost before the job was launched, and this id never will be: once more, under
                        // another.
                    }
                    case "incomplete" -> {
                        if (++incomplete == INCOMPLETE_STARTS) {
                            throw new ProblemException(problem("job.incomplete", name).command("job/start", 0,
                                    answer.fields()));
                        }
                    }
                    default -> throw new ProblemException(problem("job.start.failed", name));
                }
            }
        }
    }

    private Reply start(JobId id, String name, LockScope scope, String nonce, JobPayload payload)
            throws ProblemException, InterruptedException {
        String word = Nonce.random();
        Map<String, String> parameters = Map.of("JOB_ID", id.value(), "JOB_NAME", oneLine(name), "JOB_OWNER",
                oneLine(owner), "JOB_SCOPE", scope.value(), "JOB_LOCK", scope.lockFile(), "JOB_NONCE", nonce,
                "JOB_RUNNER",
                JobScripts.runner());
        try {
            Replies replies = new Replies(word);
            Script start = JobScripts.named("start", word, parameters, payload.as(word));
            run(start, replies);
            Reply reply = answer(start, replies);
            return switch (reply.kind()) {
                case "locked" -> throw locked(reply.job().orElseThrow(() -> failed(start, 0, replies.lastLines())));
                case "busy" -> throw busy(scope);
                case "tool" -> throw new ProblemException(problem("job.tool", reply.fields().getFirst()));
                case "failed" -> throw failed(start, 0, replies.lastLines());
                default -> reply;
            };
        } catch (LinkLostException unknownWhetherStarted) {
            host.awaitLink();
            return ask("claim", Map.of("JOB_ID", id.value())).getFirst();
        }
    }

    @Override
    public JobEnd follow(JobId id, long offset, JobListener listener) throws ProblemException, InterruptedException {
        LogTail tail = new LogTail(offset, listener);
        int fruitless = 0;
        while (true) {
            long before = tail.reached();
            Optional<Reply> end = stream(id, tail);
            if (end.isPresent() && !end.get().stillRunning() && tail.reached() >= end.get().logSize()) {
                tail.finish();
                return end.get().end();
            }
            fruitless = end.isEmpty() || tail.reached() > before ? 0 : fruitless + 1;
            if (fruitless == FRUITLESS_STREAMS) {
                throw new ProblemException(problem("job.log.cut", id.value()));
            }
        }
    }

    /** One stream of the log. @return its closing answer; empty when the link was lost in it and is up again */
    private Optional<Reply> stream(JobId id, LogTail tail) throws ProblemException, InterruptedException {
        String word = Nonce.random();
        LogStream stream = new LogStream(word, tail);
        Script follow = JobScripts.named("follow", word,
                Map.of("JOB_ID", id.value(), "JOB_OFFSET", Long.toString(tail.wanted())), Payload.NONE);
        try {
            int status = host.run(follow, stream);
            if (stream.missing()) {
                throw missing(id);
            }
            if (stream.end().isEmpty()) {
                throw failed(follow, status, stream.errorLines());
            }
            return stream.end();
        } catch (LinkLostException lost) {
            stream.abandon();
            host.awaitLink();
            return Optional.empty();
        } finally {
            stream.abandon();
        }
    }

    @Override
    public void cancel(JobId id) throws ProblemException, InterruptedException {
        Reply reply = ask("cancel",
                Map.of("JOB_ID", id.value(), "JOB_GRACE_MS", Long.toString(grace.toMillis()))).getFirst();
        switch (reply.kind()) {
            case "missing" -> throw missing(id);
            case "stuck" -> throw new ProblemException(problem("job.stuck", String.join(", ", reply.fields())));
            default -> {
                // nothing of it runs any more
            }
        }
    }

    @Override
    public List<JobInfo> list() throws ProblemException, InterruptedException {
        List<Reply> replies = ask("list", Map.of());
        replies.stream().filter(reply -> reply.kind().equals("broken"))
                .forEach(reply -> LOG.warn("{}: a job folder that cannot be read: {}", host.label(), reply.fields()));
        return replies.stream().filter(reply -> reply.kind().equals("job")).flatMap(reply -> reply.job().stream())
                .sorted(Comparator.comparing(JobInfo::started).reversed()).toList();
    }

    @Override
    public void prune(int keep) throws ProblemException, InterruptedException {
        ask("prune", Map.of("JOB_KEEP", Integer.toString(keep)));
    }

    /** Runs a script that may be run again, until the link holds. Its answers: at least one. */
    private List<Reply> ask(String name, Map<String, String> parameters)
            throws ProblemException, InterruptedException {
        while (true) {
            String word = Nonce.random();
            Replies replies = new Replies(word);
            Script script = JobScripts.named(name, word, parameters, Payload.NONE);
            try {
                run(script, replies);
                answer(script, replies);
                return replies.all();
            } catch (LinkLostException again) {
                host.awaitLink();
            }
        }
    }

    private void run(Script script, Replies replies) throws ProblemException, InterruptedException {
        int status = host.run(script, replies);
        if (status != 0) {
            throw failed(script, status, replies.lastLines());
        }
    }

    private Reply answer(Script script, Replies replies) throws ProblemException {
        Optional<Reply> last = replies.last();
        if (last.isEmpty()) {
            throw failed(script, 0, replies.lastLines());
        }
        return last.get();
    }

    private ProblemException failed(Script script, int status, List<String> lastLines) {
        return new ProblemException(problem("job.script").command(script.name(), status, lastLines));
    }

    private ProblemException missing(JobId id) {
        return new ProblemException(problem("job.missing", id.value()));
    }

    private ProblemException busy(LockScope scope) {
        return new ProblemException(Problem.of(Text.of("job.busy"), Text.of("job.busy.next", scope.lockFile()))
                .on(host.label()));
    }

    private JobLockedException locked(JobInfo holder) {
        String key = holder.state() == JobInfo.State.VANISHED ? "job.locked.remains" : "job.locked";
        return new JobLockedException(problem(key, holder.name(), holder.owner()), holder);
    }

    private Problem problem(String key, Object... arguments) {
        return Problem.of(Text.of(key, arguments), Text.of(key + ".next")).on(host.label());
    }

    /** Names stand in files of one line each and in answers with tabs between fields. */
    private static String oneLine(String name) {
        return name.replaceAll("\\p{Cntrl}", " ");
    }
}
