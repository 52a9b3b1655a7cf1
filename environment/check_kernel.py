"""Tests the installed kernel through Jupyter's own client: check_kernel.py [COUNTS]

Starts the kernel as a notebook server does and looks at its messages. With COUNTS a line "passed failed skipped" is
added to that file.
"""

import os
import signal
import sys
import time
import traceback

from jupyter_client.manager import KernelManager

WAIT = 120


class Notebook:
    """A kernel and what it publishes."""

    def __init__(self):
        self.manager = KernelManager(kernel_name="snmf")
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=WAIT)

    def start(self, code):
        return self.client.execute(code)

    def finish(self, request, wait=WAIT):
        """Messages of the request up to its end, as (type, content)."""
        messages = []
        end = time.monotonic() + wait
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.1, end - time.monotonic()))
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append((message["msg_type"], message["content"]))
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def run(self, code):
        return self.finish(self.start(code))

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)


def contents(messages, kind):
    return [content for type_, content in messages if type_ == kind]


def text(messages):
    return "".join(c["text"] for c in contents(messages, "stream")) + "".join(
        c["data"].get("text/plain", "") for c in contents(messages, "execute_result") + contents(messages, "display_data")
    )


def errors(messages):
    return " ".join(c["ename"] + ": " + c["evalue"] for c in contents(messages, "error"))


def java_cells(notebook):
    assert text(notebook.run("int a = 40;\na + 2")) == "42"
    assert "hello" in text(notebook.run('System.out.println("hello");'))


def the_verbs_help(notebook):
    shown = contents(notebook.run("%snmf help"), "display_data")
    assert "factorize" in shown[0]["data"]["text/plain"] and "<table" in shown[0]["data"]["text/html"]
    assert "Did you mean 'factorize'?" in errors(notebook.run("%snmf factorise"))


def idle_threads_of_its_libraries_sleep(notebook):
    """Instead of spinning for each other, which on a busy machine takes many times the work itself."""
    policy = os.environ.get("OMP_WAIT_POLICY", "PASSIVE")
    assert text(notebook.run('System.getenv("OMP_WAIT_POLICY")')) == policy


def an_endless_cell_is_interrupted(notebook):
    request = notebook.start("while (true) { }")
    time.sleep(1)
    begun = time.monotonic()
    notebook.manager.interrupt_kernel()
    assert "interrupted" in errors(notebook.finish(request))
    assert time.monotonic() - begun < 2, f"{time.monotonic() - begun:.1f} s"


def the_kernel_survives_what_a_cell_does(notebook):
    assert "StackOverflowError" in errors(notebook.run("int f(int n) { return f(n + 1) + 1; }\nf(0)"))
    assert "OutOfMemoryError" in errors(notebook.run("var big = new long[Integer.MAX_VALUE - 8][];"))
    assert text(notebook.run("1 + 1")) == "2"


def an_interrupted_fit_keeps_the_best(notebook):
    for line in ("%snmf model embedded", "%snmf data embedded", "%snmf capture --layers 0"):
        failed = errors(notebook.run(line))
        assert not failed, failed
    request = notebook.start("var f = %snmf factorize --rank 200 --iterations 1000000 --tolerance 0 --patience 1000000")
    time.sleep(4)
    begun = time.monotonic()
    notebook.manager.interrupt_kernel()
    messages = notebook.finish(request)
    seconds = time.monotonic() - begun
    assert not errors(messages), errors(messages)
    assert "kept the best" in text(messages), text(messages)
    assert seconds < 2, f"{seconds:.1f} s"
    updates = contents(messages, "update_display_data")
    assert updates and "relative error" in updates[-1]["data"]["text/plain"]
    assert text(notebook.run("f.stopped() && f.relativeError() < 1")) == "true"
    used = notebook.run("%snmf features --rows 5")
    assert not errors(used), errors(used)
    assert "<table" in contents(used, "display_data")[0]["data"]["text/html"]


def it_ends_with_its_parent():
    """A kernel whose client is killed must not stay."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        manager = KernelManager(kernel_name="snmf")
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=WAIT)
        os.write(writer, str(manager.provisioner.pid).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(writer)
    kernel = int(os.read(reader, 32))
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            os.kill(kernel, 0)
        except ProcessLookupError:
            return
        time.sleep(0.2)
    os.kill(kernel, signal.SIGKILL)
    raise AssertionError("the kernel outlived its parent")


def attempt(check, *arguments):
    begun = time.monotonic()
    name = check.__name__.replace("_", " ")
    try:
        check(*arguments)
    except Exception:
        print(f"FAILED kernel: {name}\n{traceback.format_exc()}")
        return False
    print(f"kernel: {name}, {time.monotonic() - begun:.1f} s")
    return True


def main():
    notebook = Notebook()
    try:
        passed = [
            attempt(check, notebook)
            for check in (
                java_cells,
                the_verbs_help,
                idle_threads_of_its_libraries_sleep,
                an_endless_cell_is_interrupted,
                the_kernel_survives_what_a_cell_does,
                an_interrupted_fit_keeps_the_best,
            )
        ]
    finally:
        notebook.close()
    passed.append(attempt(it_ends_with_its_parent))
    if len(sys.argv) > 1:
        with open(sys.argv[1], "a") as counts:
            counts.write(f"{sum(passed)} {len(passed) - sum(passed)} 0\n")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
