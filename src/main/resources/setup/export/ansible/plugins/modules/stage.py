#!/usr/bin/python
from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: stage
short_description: Sets up one step, or takes it back, by the wizard's own scripts
version_added: "1.0.0"
description:
  - Runs the step's check script; where something is to be done, its apply script as a job of Kata GPU Wizard (same lock, same
    records, same log), and the check script again.
  - In check mode the check script alone runs. It changes nothing.
  - The scripts are those the wizard sends, to the letter.
options:
  stage:
    description: The step.
    type: str
    required: true
  state:
    description: Whether it is to be set up, or taken back from what its record on the host says.
    type: str
    choices: [present, absent]
    default: present
  parameters:
    description: The script's parameters by name. Taken from the role's variables where not given.
    type: dict
    default: {}
  content:
    description: What the apply script reads besides, base64. No secret.
    type: str
    default: ""
  token:
    description: Token of the model's source. Goes to the script on standard input; never to arguments, environment or disk.
    type: str
  bundle:
    description: The step's scripts and words, given by the action plugin.
    type: dict
    default: {}
attributes:
  check_mode:
    support: full
    description: Tells what would change.
  diff_mode:
    support: full
    description: Each change in a line.
author:
  - Kata GPU Wizard (@katagpu)
"""

EXAMPLES = r"""
- name: Bind the GPUs
  katagpu.setup.stage:
    stage: gpu
"""

RETURN = r"""
changes:
  description: What was changed, or would be, in words.
  returned: always
  type: list
  elements: str
findings:
  description: What was found, with evidence and remedy.
  returned: always
  type: list
  elements: dict
job:
  description: The wizard's job that did it, for C(kata-gpu-wizard logs).
  returned: where one ran
  type: str
log:
  description: The last lines of the script's own log.
  returned: on failure
  type: list
  elements: str
"""

import base64
import os

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.katagpu.setup.plugins.module_utils.katagpu import (
    MOST_LOG, Told, bash, script, stage_script, word)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Step(object):
    def __init__(self, module):
        self.module = module
        self.stage = module.params["stage"]
        self.bundle = module.params["bundle"]
        self.words = self.bundle["words"]
        self.absent = module.params["state"] == "absent"
        self.job = None

    def parameters(self, action, told):
        given = self.module.params["parameters"]
        values = []
        for name in self.bundle["parameters"]["undo" if action == "preview" else action]:
            # What was said of the files when this was exported holds for those files alone: see look().
            value = u"" if name in self.bundle["told"] and not told else given.get(name)
            if value is not None:
                values.append((name, u"%s" % value))
        return values

    def text(self, action, nonce, told):
        body = self.bundle["undo" if action == "preview" else action]
        return stage_script(action, nonce, self.parameters(action, told), body)

    def read(self, action, told=False):
        nonce = word()
        status, out = bash(self.text(action, nonce, told).encode("utf-8"))
        answer = Told(nonce, self.words).read(out)
        if not answer.state or (status != 0 and answer.state != "blocked"):
            self.fail(answer, self.words["failed"] + " %s/%s: %s" % (self.stage, action, status))
        return answer

    def look(self):
        if self.absent:
            return self.read("preview")
        answer = self.read("check")
        if self.bundle["told"] and answer.state == "needed" and self.module.params["parameters"].get("STATE"):
            answer = self.read("check", told=True)
        return answer

    def fail(self, told, otherwise):
        worst = (told.having("fail") or told.having("ask") or told.having("unknown"))[:1]
        message = " ".join(part for part in (worst[0]["text"], worst[0]["next"]) if part) if worst else otherwise
        self.module.fail_json(msg=message, changes=told.texts(), findings=told.findings, log=told.log[-MOST_LOG:],
                              job=self.job, evidence=worst[0]["evidence"] if worst else "")

    def tell(self, told, changed, texts):
        for finding in told.having("warn"):
            self.module.warn("%s %s" % (finding["text"], finding["next"]))
        result = dict(changed=changed, changes=texts, findings=told.findings)
        if self.job:
            result["job"] = self.job
        if changed:
            result["diff"] = dict(before="", after="".join(text + "\n" for text in texts), after_header=self.stage)
        self.module.exit_json(**result)

    def secrets(self):
        kind = self.bundle["secret"]
        if self.absent or not kind:
            return b""
        if kind == "content":
            return base64.b64decode(self.module.params["content"] or "")
        # An API key made here, for the server alone.
        key = "".join(LETTERS[one & 63] for one in bytearray(os.urandom(40)))
        return ("%s\n%s\n" % (key, self.module.params["token"] or "")).encode("ascii")

    def job_script(self, name, values):
        body = self.bundle["job"]["lib"] + "\n" + self.bundle["job"][name] + "\n"
        return script(values, body).encode("utf-8")

    def act(self, action):
        """As a job of the wizard's: what it told, and how it ended."""
        reply, nonce = word(), word()
        self.job = word()
        text = self.text(action, nonce, action == "apply").encode("utf-8")
        secrets = self.secrets()
        scope = self.bundle["scope"]
        start = self.job_script("start", [
            ("KATAGPU_WORD", reply), ("JOB_ID", self.job), ("JOB_NAME", "%s/%s" % (self.stage, action)),
            ("JOB_OWNER", self.bundle["owner"]), ("JOB_SCOPE", scope),
            ("JOB_LOCK", "lock" if scope == "host" else "lock-" + scope), ("JOB_NONCE", nonce),
            ("JOB_RUNNER", self.bundle["job"]["run"])])
        start += ("%d %d\n" % (len(text), len(secrets))).encode("ascii") + text + secrets
        dummy, out = bash(start + ("%s end\n" % reply).encode("ascii"))
        answer = self.answer(out, reply)
        if answer[:1] != ["started"]:
            self.job = None
            key = "locked" if answer[:1] in (["locked"], ["busy"]) else "failed"
            self.module.fail_json(msg=self.words[key] + " " + " ".join(answer[-2:] or [self.stage]),
                                  log=out.decode("utf-8", "replace").splitlines()[-MOST_LOG:])
        follow = [("KATAGPU_WORD", reply), ("JOB_ID", self.job), ("JOB_OFFSET", "0")]
        dummy, out = bash(self.job_script("follow", follow))
        lines = out.split(("\x1e%s\t" % reply).encode("ascii"))
        end = lines[-1].decode("utf-8", "replace").strip("\n").split("\t")
        log = lines[1].split(b"\n", 1)[-1] if len(lines) > 2 else b""
        status = int(end[2]) if end[0] == "end" and len(end) > 2 and end[2].isdigit() else 1
        return Told(nonce, self.words).read(log), status

    @staticmethod
    def answer(out, reply):
        mark = "\x1e%s\t" % reply
        # Not splitlines: the mark's own first byte would end a line.
        for line in out.decode("utf-8", "replace").split("\n"):
            if mark in line:
                return line.split(mark, 1)[1].split("\t")
        return []

    def run(self):
        before = self.look()
        check = self.module.check_mode
        if before.state == "done":
            self.tell(before, False, [])
        if before.state == "blocked" or before.having("ask"):
            failed = set(finding["id"] for finding in before.having("fail"))
            waits = failed and failed <= set(self.bundle["waits_for"])
            if check and not self.absent and (waits or not failed and before.having("ask")):
                # What stands before it in the play would free it, or the play itself would ask.
                for finding in before.having("fail", "ask"):
                    self.module.warn("%s %s" % (finding["text"], finding["next"]))
                self.tell(before, True, before.texts())
            self.fail(before, self.words["not_done"])
        if check:
            self.tell(before, True, before.texts())
        made, status = self.act("undo" if self.absent else "apply")
        if status != 0:
            self.fail(made, self.words["failed"] + " %s: %s" % (self.stage, status))
        after = self.look()
        if after.state != "done":
            self.fail(after, self.words["not_done"])
        self.tell(after, True, [change["text"] for change in made.changes if change["done"]])


def main():
    module = AnsibleModule(argument_spec=dict(
        stage=dict(type="str", required=True),
        state=dict(type="str", choices=["present", "absent"], default="present"),
        parameters=dict(type="dict", default={}),
        content=dict(type="str", default=""),
        token=dict(type="str", no_log=True),
        bundle=dict(type="dict", default={}),
    ), supports_check_mode=True)
    if os.geteuid() != 0:
        module.fail_json(msg="This needs root: become.")
    Step(module).run()


if __name__ == "__main__":
    main()
