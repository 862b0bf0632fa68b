"""Sits at a terminal of its own in front of a program, as an admin does: what it shows goes to standard output.

Standard input is JSON: argv, env, answers ([words of a prompt, what is typed then], each once), crash (words after which
the program is sent SIGSEGV; "" for never)."""
import json
import os
import pty
import re
import resource
import select
import signal
import sys
import time

job = json.loads(sys.stdin.buffer.read())
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
child, terminal = pty.fork()
if child == 0:
    os.execve(job["argv"][0], job["argv"], job["env"])
shown = b""
answers = [(words.encode(), text) for words, text in job["answers"]]
end = time.monotonic() + job.get("seconds", 120)
crash = job.get("crash", "").encode()
while time.monotonic() < end:
    ready, _, _ = select.select([terminal], [], [], 0.5)
    if ready:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    for number, (words, text) in enumerate(answers):
        at = re.search(words, shown)
        if at:
            # As a person: the echo is off before the first key is pressed.
            time.sleep(0.3)
            os.write(terminal, text.encode() + b"\n")
            shown = shown[at.end():]
            del answers[number]
            break
    if crash and re.search(crash, shown):
        os.kill(child, signal.SIGSEGV)
        crash = b""
else:
    print("\ntoo slow", flush=True)
    os.kill(child, signal.SIGKILL)
_, status = os.waitpid(child, 0)
print("\nended %d" % os.waitstatus_to_exitcode(status), flush=True)
