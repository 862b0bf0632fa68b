"""Stands in for vLLM's OpenAI-compatible server: its command line, its lines while it starts, and its endpoints.

The model's owner says how it behaves: "slow" downloads for ever, "broken" runs out of GPU memory while loading,
"base" has no chat template, "open" knows no key. Everything else serves. A file /tmp/hostile-PATH (- for /) holds what is
answered there without end.
"""
import argparse
import json
import os
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def arguments():
    parser = argparse.ArgumentParser(prog="api_server.py")
    parser.add_argument("--model", required=True)
    parser.add_argument("--host")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--api-key")
    parser.add_argument("--served-model-name", nargs="+")
    parser.add_argument("--gpu-memory-utilization", type=float, default=0.9)
    parser.add_argument("--max-model-len", type=int, default=2048)
    parser.add_argument("--tensor-parallel-size", "-tp", type=int, default=1)
    parser.add_argument("--trust-remote-code", action="store_true")
    parser.add_argument("--dtype", default="auto")
    parser.add_argument("--enforce-eager", action="store_true")
    parser.add_argument("--chat-template")
    parser.add_argument("--ssl-keyfile")
    parser.add_argument("--ssl-certfile")
    return parser.parse_args()


def say(place, text):
    print(time.strftime("INFO %m-%d %H:%M:%S ") + place + "] " + text, file=sys.stderr, flush=True)


def bar(what, done, total, end):
    percent = 100 * done // total
    sys.stderr.write("\r%s: %3d%% Completed | %d/%d [00:00<00:00, 9.00it/s]%s" % (what, percent, done, total, end))
    sys.stderr.flush()


class State:
    running = 0
    prompt = 0
    generated = 0
    lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served = None
    longest = 2048
    key = None
    base = False

    def log_message(self, text, *rest):
        print("INFO:     " + text % rest, flush=True)

    def answer(self, status, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def error(self, status, message, kind="BadRequestError"):
        self.answer(status, {"object": "error", "message": message, "type": kind, "param": None, "code": status})

    def refused(self):
        if self.key and self.path.startswith("/v1") and self.headers.get("Authorization") != "Bearer " + self.key:
            self.answer(401, {"error": "Unauthorized"})
            return True
        return False

    def hostile(self):
        try:
            with open("/tmp/hostile" + self.path.replace("/", "-"), "rb") as file:
                piece = file.read()
        except OSError:
            return False
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(piece * (65536 // len(piece)))
        except OSError:
            return True

    def do_GET(self):
        if self.refused() or self.hostile():
            return
        if self.path in ("/health", "/ping"):
            self.answer(200, b"")
        elif self.path == "/version":
            self.answer(200, {"version": "0.6.0"})
        elif self.path == "/v1/models":
            self.answer(200, {"object": "list", "data": [{
                "id": self.served, "object": "model", "created": int(time.time()), "owned_by": "vllm",
                "root": self.served, "parent": None, "max_model_len": self.longest,
                "permission": [{"id": "modelperm-0", "object": "model_permission"}]}]})
        elif self.path == "/metrics":
            label = '{model_name="%s"}' % self.served
            lines = ["# HELP vllm:num_requests_running Number of requests currently running on GPU.",
                     "# TYPE vllm:num_requests_running gauge"]
            for name, value in (("num_requests_running", State.running), ("num_requests_waiting", 0),
                                ("gpu_cache_usage_perc", 0.0125), ("prompt_tokens_total", State.prompt),
                                ("generation_tokens_total", State.generated)):
                lines.append("vllm:%s%s %s" % (name, label, float(value)))
            self.answer(200, ("\n".join(lines) + "\n").encode(), "text/plain; version=0.0.4")
        else:
            self.error(404, "Not Found", "NotFoundError")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.refused() or self.hostile():
            return
        chat = self.path == "/v1/chat/completions"
        if not chat and self.path != "/v1/completions":
            return self.error(404, "Not Found", "NotFoundError")
        request = json.loads(body)
        if request.get("model") != self.served:
            return self.error(404, "The model `%s` does not exist." % request.get("model"), "NotFoundError")
        if chat and self.base:
            return self.error(400, "As of transformers v4.44, default chat template is no longer allowed.")
        words = "Hello! How can I help \"you\" today?".split(" ")[:request.get("max_tokens", 16)]
        with State.lock:
            State.running += 1
            State.prompt += len(body) // 4
        try:
            self.stream(words, chat) if request.get("stream") else self.whole(words, chat)
        finally:
            with State.lock:
                State.running -= 1

    def choice(self, text, chat, part):
        if not chat:
            return {"index": 0, "text": text, "finish_reason": None}
        return {"index": 0, ("delta" if part else "message"): {"role": "assistant", "content": text},
                "finish_reason": None}

    def whole(self, words, chat):
        State.generated += len(words)
        self.answer(200, {"id": "cmpl-0", "model": self.served, "choices": [self.choice(" ".join(words), chat, False)],
                          "usage": {"prompt_tokens": 1, "completion_tokens": len(words)}})

    def stream(self, words, chat):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        pieces = [""] + [word if i == 0 else " " + word for i, word in enumerate(words)]
        for piece in pieces:
            self.wfile.write(("data: " + json.dumps({"id": "cmpl-0", "object": "chunk", "model": self.served,
                              "choices": [self.choice(piece, chat, True)]}) + "\n\n").encode())
            self.wfile.flush()
            State.generated += 1 if piece else 0
            time.sleep(0.01)
        self.wfile.write(b"data: [DONE]\n\n")


def main():
    args = arguments()
    owner = args.model.split("/")[0]
    say("api_server.py:459", "vLLM API server version 0.6.0")
    shown = dict(vars(args))
    say("api_server.py:460", "args: " + str(argparse.Namespace(**shown)))
    if os.environ.get("VLLM_USE_MODELSCOPE") == "True":
        say("config.py:1", "Downloading from ModelScope")
    if args.model.startswith("/") and not os.path.isdir(args.model):
        sys.exit("OSError: %s does not appear to have a file named config.json." % args.model)
    say("llm_engine.py:213", "Initializing an LLM engine (v0.6.0) with config: model='%s', tensor_parallel_size=%d" % (
        args.model, args.tensor_parallel_size))
    for _ in range(1, args.tensor_parallel_size):
        if os.fork() == 0:
            while True:  # a worker that does not notice when the server is gone
                time.sleep(60)
    if owner == "slow":
        done = 0
        while True:
            done = min(99, done + 1)
            bar("Downloading shards", done, 100, "")
            time.sleep(0.05)
    for done in range(0, 5):
        bar("Loading safetensors checkpoint shards", done, 4, "\n" if done == 4 else "")
        time.sleep(0.05)
    if owner == "broken":
        print("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB.", file=sys.stderr)
        sys.exit(1)
    say("model_runner.py:1008", "Loading model weights took 3.4594 GB")
    say("gpu_executor.py:122", "# GPU blocks: 11525, # CPU blocks: 1365")
    Handler.served = args.served_model_name[0] if args.served_model_name else args.model
    Handler.longest = args.max_model_len
    Handler.key = None if owner == "open" else os.environ.get("VLLM_API_KEY") or args.api_key
    Handler.base = owner == "base"
    server = ThreadingHTTPServer((args.host or "0.0.0.0", args.port), Handler)
    server.daemon_threads = True
    if args.ssl_certfile:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(args.ssl_certfile, args.ssl_keyfile)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print("INFO:     Application startup complete.\nINFO:     Uvicorn running on %s://%s:%d (Press CTRL+C to quit)" % (
        "https" if args.ssl_certfile else "http", args.host, args.port), file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
