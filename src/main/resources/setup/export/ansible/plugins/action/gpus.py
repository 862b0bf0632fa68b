"""Gives the module the wizard's script that reads a host's devices."""
from __future__ import absolute_import, division, print_function

__metaclass__ = type

import io
import os

from ansible.plugins.action import ActionBase

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        super(ActionModule, self).run(tmp, task_vars)
        args = dict(self._task.args)
        with io.open(os.path.join(TOP, "files", "scan.sh"), encoding="utf-8", newline="") as source:
            args["scan"] = source.read()
        return self._execute_module(module_name="katagpu.setup.gpus", module_args=args, task_vars=task_vars)
