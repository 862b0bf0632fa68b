# katagpu-evidence: asks this VM's firmware for evidence that it is a confidential one. Standard input: a nonce, 64 hex
# digits. The challenge is made here, of the nonce and the public half of the key this guest's server has, never taken
# from outside: who stands between wizard and guest gets no evidence for another key.
import base64
import fcntl
import glob
import hashlib
import os
import re
import struct
import subprocess
import sys

PLACE = "/run/katagpu"
TOKEN, CERTIFICATE = 0xE0485401, 0x90085402
MOST_TOKEN, MOST_CERTIFICATE = 8192, 4096


def end(reason, detail=""):
    print("none " + reason + " " + re.sub(r"[^ -~]", "?", str(detail))[:300])
    print("#whole")
    sys.exit(0)


def server_key():
    path = PLACE + "/tls.key"
    if not os.path.exists(path):
        return b""
    told = subprocess.run(["openssl", "pkey", "-in", path, "-pubout", "-outform", "DER"], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=20)
    if told.returncode or not told.stdout:
        end("key", told.stderr[-200:])
    return told.stdout


def device():
    """The node, or one of our own: a container has only the nodes it was given."""
    if os.path.exists("/dev/tsi"):
        return os.open("/dev/tsi", os.O_RDWR)
    for told in glob.glob("/sys/class/*/tsi/dev"):
        with open(told) as numbers:
            major, minor = numbers.read(20).strip().split(":")
        node = PLACE + "/tsi"
        if not os.path.exists(node):
            os.mknod(node, 0o600 | 0o020000, os.makedev(int(major), int(minor)))
        return os.open(node, os.O_RDWR)
    end("device")


def main():
    nonce = sys.stdin.readline().strip()
    if not re.fullmatch(r"[0-9a-f]{64}", nonce):
        end("nonce")
    key = server_key()
    challenge = hashlib.sha512(bytes.fromhex(nonce) + key).digest()
    try:
        opened = device()
    except OSError as refused:
        end("closed", refused)
    try:
        answer = bytearray(challenge + bytes(MOST_TOKEN) + struct.pack("<Q", MOST_TOKEN))
        fcntl.ioctl(opened, TOKEN, answer)
        size = struct.unpack_from("<Q", answer, 64 + MOST_TOKEN)[0]
        token = bytes(answer[64:64 + min(size, MOST_TOKEN)])
        answer = bytearray(struct.pack("<Q", MOST_CERTIFICATE) + bytes(MOST_CERTIFICATE))
        fcntl.ioctl(opened, CERTIFICATE, answer)
        size = struct.unpack_from("<Q", answer)[0]
        certificate = bytes(answer[8:8 + min(size, MOST_CERTIFICATE)])
    except OSError as failed:
        end("firmware", failed)
    for name, value in ("key", key), ("token", token), ("certificate", certificate):
        print(name + " " + base64.b64encode(value).decode())
    print("#whole")


main()
