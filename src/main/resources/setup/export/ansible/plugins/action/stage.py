"""Gives the module the step's scripts and words, the role's variables, and no secret that would reach the host's disk."""
from __future__ import absolute_import, division, print_function

__metaclass__ = type

import getpass
import io
import json
import os
import platform

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read(*path):
    # newline: every byte of a script is sent as it stands
    with io.open(os.path.join(TOP, *path), encoding="utf-8", newline="") as source:
        return source.read()


def bundle(stage):
    files = ("roles", stage, "files")
    told = json.loads(read(*(files + ("stage.json",))))
    told["words"] = json.loads(read(*(files + ("words.json",))))
    for action in ("check", "apply", "undo"):
        told[action] = read(*(files + (action + ".sh",)))
    told["job"] = dict((name, read("files", "job", name + ".sh")) for name in ("lib", "start", "run", "follow"))
    told["owner"] = "%s@%s" % (getpass.getuser(), platform.node())
    return told


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        super(ActionModule, self).run(tmp, task_vars)
        args = dict(self._task.args)
        stage = args.get("stage", "")
        if stage not in os.listdir(os.path.join(TOP, "roles")):
            raise AnsibleError("no such step: %s" % stage)
        whole = bundle(stage)
        if not args.get("parameters"):
            args["parameters"] = dict(
                (name, self.value(variable, task_vars)) for name, variable in whole["variables"].items())
        if args.get("token") and not self._is_pipelining_enabled("new"):
            raise AnsibleError("without pipelining the token would lie on the host's disk for a moment: "
                               "set pipelining = true, as the ansible.cfg beside the playbook does")
        args["bundle"] = whole
        return self._execute_module(module_name="katagpu.setup.stage", module_args=args, task_vars=task_vars)

    def value(self, variable, task_vars):
        return self._templar.template(task_vars.get(variable))
