"""What the modules share: scripts put together to the letter as the wizard sends them, and what they tell."""
from __future__ import absolute_import, division, print_function

__metaclass__ = type

import binascii
import json
import os
import re
import subprocess

HEAD = u"{ exec 9<&0 </dev/null\nset -Eeuo pipefail\nexport LC_ALL=C\numask 077\n"
MOST_LOG = 40


def word():
    """A word nobody can guess."""
    return binascii.hexlify(os.urandom(24)).decode("ascii")


def quote(value):
    return u"'" + value.replace(u"'", u"'\\''") + u"'"


def script(values, body):
    """One script as the wizard sends it.

    values: pairs of name and value, in their order; body: its texts, each followed by a line end.
    """
    head = u"".join(u"%s=%s\n" % (name, quote(value)) for name, value in values)
    return HEAD + head + body + u"exit\n}\n"


def stage_script(action, nonce, parameters, body):
    """A stage's script; parameters: pairs, in the order of the stage's own list."""
    values = [(u"KATAGPU_NONCE", nonce)]
    if action in (u"undo", u"preview"):
        values.append((u"PREVIEW", u"yes" if action == u"preview" else u""))
    return script(values + list(parameters), body)


def bash(data):
    """Runs bash with all of it on standard input: status and what it printed on both streams."""
    process = subprocess.Popen(["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out, err = process.communicate(data)
    return process.returncode, out


class Told(object):
    """What a script told by its control lines, put into words, and what else it printed."""

    def __init__(self, nonce, words):
        self.mark = u"\x1ekatagpu %s " % nonce
        self.words = words
        self.log, self.findings, self.changes, self.facts, self.state = [], [], [], [], u""

    def read(self, out):
        for line in out.decode("utf-8", "replace").split(u"\n"):
            at = line.find(self.mark)
            text = line if at < 0 else line[:at]
            text = text.rsplit(u"\r", 1)[-1].rstrip()
            if text:
                self.log.append(text)
            if at >= 0:
                self.control(line[at + len(self.mark):])
        return self

    def control(self, rest):
        kind, dummy, body = rest.partition(u" ")
        try:
            told = json.loads(body)
        except ValueError:
            self.log.append(rest)
            return
        if kind == u"finding":
            key, status, args = told["id"], told["status"], told.get("args", [])
            self.findings.append(dict(
                id=key, status=status, evidence=told.get("evidence", u""),
                text=self.sentence([u"finding.%s.%s" % (key, status), u"finding.%s" % key], args),
                next=u"" if status == u"pass" else self.sentence([u"finding.%s.next" % key], args)))
        elif kind == u"change":
            key, made = told["id"], bool(told.get("done"))
            keys = [u"change.%s.done" % key, u"change.%s" % key] if made else [u"change.%s" % key]
            self.changes.append(dict(id=key, done=made, text=self.sentence(keys, told.get("args", []))))
        elif kind == u"fact":
            self.facts.append(told)
        elif kind == u"state":
            self.state = told.get("state", u"")

    def sentence(self, keys, args):
        text = next((self.words[key] for key in keys if key in self.words), keys[-1])
        args = [self.words.get(u"none", u"-") if arg == u"-" else arg for arg in args]
        return re.sub(r"\{(\d+)\}", lambda m: args[int(m.group(1))] if int(m.group(1)) < len(args) else m.group(0), text)

    def having(self, *statuses):
        return [finding for finding in self.findings if finding["status"] in statuses]

    def texts(self):
        return [change["text"] for change in self.changes]
