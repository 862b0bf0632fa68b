#!/usr/bin/python
from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: gpus
short_description: Finds the GPUs a rule means
version_added: "1.0.0"
description:
  - Reads the host's PCI devices by the wizard's own script and says which NVIDIA GPUs a rule means.
  - Changes nothing.
options:
  model:
    description:
      - All free GPUs of these kinds, each C(vendor:device) or C(vendor:device:subvendor:subdevice).
      - A GPU this setup has bound counts as free. One that is held, or draws the console, does not.
    type: list
    elements: str
    default: []
  groups:
    description: All GPUs of these IOMMU groups. Their numbers may change with each start of the host.
    type: list
    elements: int
    default: []
  addresses:
    description: These GPUs, by address.
    type: list
    elements: str
    default: []
  recorded:
    description: Only those of them that this setup has bound.
    type: bool
    default: false
  scan:
    description: The script, given by the action plugin.
    type: str
author:
  - Kata GPU Wizard (@katagpu)
"""

EXAMPLES = r"""
- name: Find all free H100
  katagpu.setup.gpus:
    model:
      - "10de:2331"
  register: found
"""

RETURN = r"""
devices:
  description: Addresses, separated by spaces.
  returned: always
  type: str
identities:
  description: For each its vendor, device and subsystem.
  returned: always
  type: str
"""

import os
import re

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.katagpu.setup.plugins.module_utils.katagpu import Told, bash, script, word

RECORDS = "/var/lib/katagpu/gpu"


def identity(function):
    return u":".join(function.get(name, u"") for name in (u"vendor", u"device", u"subsystem_vendor", u"subsystem_device"))


def held(functions, facts):
    """Addresses somebody has open, or the console is drawn on."""
    where = dict((fact["node"], [fact["address"]]) for fact in facts if fact["kind"] == "pci.node")
    for function in functions:
        if function.get("group") is not None:
            where.setdefault("/dev/vfio/%s" % function["group"], []).append(function["address"])
    taken = set(fact.get("address", "") for fact in facts if fact["kind"] == "pci.framebuffer")
    taken.update(function["address"] for function in functions if function.get("boot_vga") == 1)
    for fact in facts:
        if fact["kind"] == "pci.holder":
            taken.update(where.get(fact["node"], []))
    return taken


def chosen(module, facts):
    functions = [fact for fact in facts if fact["kind"] == "pci.function"]
    gpus = [one for one in functions if one.get("vendor") == "10de" and one.get("class", "").startswith(("0300", "0302"))]
    ours = set(one["address"] for one in gpus if os.path.exists(os.path.join(RECORDS, one["address"])))
    want, taken = module.params, held(functions, facts)
    complete = any(fact["kind"] == "pci.holders" and fact.get("complete") for fact in facts)
    if want["model"] and not complete:
        module.fail_json(msg="Who holds which GPU could not be read to the end: none is called free.")
    found = []
    for one in gpus:
        free = one["address"] in ours or one["address"] not in taken
        of_model = any((identity(one) + ":").startswith(kind.lower() + ":") for kind in want["model"])
        if one["address"] in want["addresses"] or one.get("group") in want["groups"] or (of_model and free):
            if not want["recorded"] or one["address"] in ours:
                found.append(one)
    missing = [] if want["recorded"] else sorted(set(want["addresses"]) - set(one["address"] for one in found))
    if missing:
        module.fail_json(msg="No NVIDIA GPU is at %s." % ", ".join(missing))
    return sorted(found, key=lambda one: one["address"])


def main():
    module = AnsibleModule(argument_spec=dict(
        model=dict(type="list", elements="str", default=[]),
        groups=dict(type="list", elements="int", default=[]),
        addresses=dict(type="list", elements="str", default=[]),
        recorded=dict(type="bool", default=False),
        scan=dict(type="str"),
    ), supports_check_mode=True)
    for kind in module.params["model"]:
        if not re.match(r"^[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(:[0-9a-fA-F]{4}:[0-9a-fA-F]{4})?$", kind):
            module.fail_json(msg="A model is vendor:device, as lspci -n shows them: %s" % kind)
    nonce = word()
    values = [("KATAGPU_NONCE", nonce), ("SECTIONS", "pci"), ("KATA_RUNTIME", ""), ("NAMES", "")]
    status, out = bash(script(values, module.params["scan"] or "").encode("utf-8"))
    told = Told(nonce, {}).read(out)
    if status != 0 or not told.facts:
        module.fail_json(msg="The host's devices could not be read.", log=told.log[-20:], exit=status)
    found = chosen(module, told.facts)
    if not found and not module.params["recorded"]:
        module.fail_json(msg="The rule means no GPU of this host.")
    module.exit_json(changed=False, devices=" ".join(one["address"] for one in found),
                     identities=" ".join(identity(one) for one in found))


if __name__ == "__main__":
    main()
