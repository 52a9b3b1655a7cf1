import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [ROOT / "environment" / name for name in ("run", "test", "snmf", "setup.sh")] + [ROOT / ".ci/run"]
# A folder that a shell, JSON and an argument file each read in their own way.
ODD = 'a "b" \\c $d \'e'
MAVEN = r"""#!/bin/sh
printf '%s\n' "$*" >>"$HOME/maven.log"
case " $* " in *" test "*) exit "${TEST_STATUS-0}" ;; esac
mkdir -p magics/target
touch magics/target/snmf-magics-0.1.0.jar magics/target/other.jar
printf '%s\n' "$PWD/magics/target/other.jar" >magics/target/classpath.txt
exit "${BUILD_STATUS-0}"
"""


class Checkout(unittest.TestCase):
    """A folder with the scripts, a Maven that only pretends and the Java of this machine."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.tool("mvn", MAVEN)
        self.root = self.checkout(ODD)

    def tool(self, name, text):
        path = self.folder / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def checkout(self, name):
        root = self.folder / name
        (root / "magics").mkdir(parents=True)
        (root / "src/core/src/main").mkdir(parents=True)
        (root / "src/core/src/main/A.java").touch()
        (root / "pom.xml").touch()
        scripts = shutil.ignore_patterns(".cache", "tests", "__pycache__")
        shutil.copytree(ROOT / "environment", root / "environment", ignore=scripts)
        return root

    def bash(self, *command, **variables):
        """Runs bash on a command line with the pretended tools first on PATH."""
        environment = {**os.environ, "HOME": str(self.folder), "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"}
        environment.pop("JUPYTER_PATH", None)
        return subprocess.run(
            ["bash", *map(str, command)], capture_output=True, text=True, env={**environment, **variables}, cwd="/"
        )

    def sourced(self, root, commands):
        """What the functions of a checkout's setup.sh print."""
        line = f'set -euo pipefail; . "$1/environment/setup.sh"; python=$2; {commands}'
        ended = self.bash("-c", line, "bash", root, sys.executable)
        self.assertEqual(0, ended.returncode, ended.stderr)
        return ended.stdout

    def builds(self):
        log = self.folder / "maven.log"
        return len(log.read_text().splitlines()) if log.exists() else 0


class BuildTest(Checkout):
    def test_it_builds_once_and_again_after_a_change(self):
        self.sourced(self.root, "build")
        self.sourced(self.root, "build")
        self.assertEqual(1, self.builds())
        for changed in ("environment/setup.sh", "src/core/src/main/A.java", "pom.xml"):
            before = self.builds()
            with open(self.root / changed, "a") as file:
                file.write("\n")
            self.sourced(self.root, "build")
            self.assertEqual(before + 1, self.builds(), changed)

    def test_a_copied_checkout_runs_its_own_jars(self):
        self.sourced(self.root, "build")
        copy = self.folder / "copy of it"
        shutil.copytree(self.root, copy, symlinks=True)
        self.sourced(copy, "build")
        self.assertEqual(2, self.builds())
        jars = list((copy / "environment/.cache/lib").iterdir())
        self.assertEqual({"other.jar", "snmf-magics-0.1.0.jar"}, {jar.name for jar in jars})
        for jar in jars:
            self.assertTrue(jar.resolve().is_relative_to(copy.resolve()), jar.resolve())
        self.assertNotIn(ODD, (copy / "environment/.cache/java.args").read_text())

    def test_java_reads_the_class_path_of_a_folder_with_any_name(self):
        self.sourced(self.root, "build")
        shown = self.sourced(self.root, 'find_java; "$java" "@$cache/java.args" -XshowSettings:properties -version 2>&1')
        entries = shown.split("java.class.path = ")[1].split(" = ")[0].splitlines()
        jars = [str(self.root / "environment/.cache/lib" / name) for name in ("other.jar", "snmf-magics-0.1.0.jar")]
        self.assertEqual(jars, [entry.strip() for entry in entries[:2]])

    def test_a_colon_in_the_name_is_refused(self):
        root = self.checkout("a:b")
        ended = self.bash("-c", '. "$1/environment/setup.sh"; build', "bash", root)
        self.assertEqual(1, ended.returncode)
        self.assertIn("has a colon", ended.stderr)

    def test_a_failed_build_is_told_and_tried_again(self):
        for _ in range(2):
            ended = self.bash("-c", '. "$1/environment/setup.sh"; build', "bash", self.root, BUILD_STATUS="1")
            self.assertEqual(1, ended.returncode)
            self.assertIn("the build failed", ended.stderr)
        self.assertEqual(2, self.builds())

    def test_classes_that_cannot_be_kept_ready_are_told(self):
        command = ("-c", '. "$1/environment/setup.sh"; build', "bash", self.root)
        ended = self.bash(*command)  # its jars are empty
        self.assertIn("about a seventh longer", ended.stderr)
        self.assertIn("environment/.cache/classes.log", ended.stderr)
        arguments = self.root / "environment/.cache/java.args"
        self.assertEqual((0, False), (ended.returncode, "classes.jsa" in arguments.read_text()))
        real = shutil.which("java")
        self.tool("java", f"""#!/bin/sh
for one; do case $one in -XX:ArchiveClassesAtExit=*) : >"${{one#*=}}"; exit ;; esac; done
exec {real} "$@"
""")
        (self.root / "pom.xml").write_text("changed")
        ended = self.bash(*command)
        self.assertNotIn("seventh", ended.stderr)
        self.assertEqual((0, True), (ended.returncode, "classes.jsa" in arguments.read_text()))


class KernelspecTest(Checkout):
    def test_paths_survive_in_kernel_json(self):
        printed = self.sourced(self.root, 'find_java; install_kernel; printf "%s\\n" "$JUPYTER_PATH"')
        spec = json.loads((self.root / "environment/.cache/jupyter/kernels/snmf/kernel.json").read_text())
        self.assertEqual(f"@{self.root}/environment/.cache/java.args", spec["argv"][2])
        self.assertEqual(["org.snmf.magics.kernel.KernelMain", "{connection_file}"], spec["argv"][3:])
        self.assertRegex(spec["argv"][1], r"^-Xmx\d+m$")
        self.assertTrue(os.access(spec["argv"][0], os.X_OK))
        self.assertEqual(["OPENBLAS_CORETYPE", "OMP_WAIT_POLICY"], list(spec["env"]))
        self.assertEqual("PASSIVE", spec["env"]["OMP_WAIT_POLICY"])
        self.assertEqual(f"{self.root}/environment/.cache/jupyter\n", printed)


class TestCommandTest(Checkout):
    """environment/test itself, with a Python that only pretends to test."""

    def run_tests(self, python, *arguments, maven="0"):
        for tool in ("chromium", "shellcheck"):
            self.tool(tool, "#!/bin/sh\n")
        path = self.root / "environment/.cache/venv/bin/python"
        path.parent.mkdir(parents=True)
        path.write_text(f'#!/bin/sh\nreal="{sys.executable}"\n{python}\n')
        path.chmod(0o755)
        ended = self.bash(self.root / "environment/test", *arguments, TEST_STATUS=maven)
        return ended.returncode, ended.stdout.splitlines()[-1] if ended.stdout else ended.stderr

    COUNTING = """case $1 in
        -c) exit 0 ;;
        */run.py) echo "2 0 1" >>"$3" ;;
        */notebooks.py) echo "1 0 0" >>"$4" ;;
        */report.py) echo "10 %s 0" >>"$3"; exit %s ;;
        */check_kernel.py) exit %s ;;
        *) exec "$real" "$@" ;;
    esac"""

    def test_the_parts_are_added(self):
        status, last = self.run_tests(self.COUNTING % (0, 0, 0))
        self.assertEqual((0, "13 passed, 0 failed, 1 skipped"), (status, last))

    def test_a_part_that_dies_uncounted_is_a_failure(self):
        status, last = self.run_tests(self.COUNTING % (0, 0, 1))
        self.assertEqual((1, "13 passed, 1 failed, 1 skipped"), (status, last))

    def test_a_failure_that_was_counted_is_not_counted_twice(self):
        status, last = self.run_tests(self.COUNTING % (3, 1, 0), maven="1")
        self.assertEqual((1, "13 passed, 3 failed, 1 skipped"), (status, last))

    def test_a_test_jvm_that_died_is_told_to_the_report(self):
        self.tool("mvn", MAVEN.replace('exit "${TEST_STATUS-0}"', "echo '[ERROR] The forked VM terminated'; exit 0"))
        python = self.COUNTING.replace('*/report.py)', '*/report.py) [ "$5" = failed ] || exit 0;') % (0, 1, 0)
        self.assertEqual((1, "13 passed, 1 failed, 1 skipped"), self.run_tests(python))

    def test_some_classes_alone(self):
        status, last = self.run_tests(self.COUNTING % (0, 0, 1), "ParityTest", "TokenizerTest")
        self.assertEqual((0, "10 passed, 0 failed, 0 skipped"), (status, last))
        self.assertIn("-Dtest=ParityTest,TokenizerTest ", (self.folder / "maven.log").read_text())


class RunCommandTest(Checkout):
    """environment/run itself, with a Python that says how it was called."""

    def run_command(self, *arguments, has="jupyterlab", uid="0", **variables):
        path = self.root / "environment/.cache/venv/bin/python"
        path.parent.mkdir(parents=True, exist_ok=True)
        (self.root / "notebooks").mkdir(exist_ok=True)
        path.write_text(
            f"""#!/bin/sh
case "$1 $2" in
    "-c import nbconvert"*) exit 0 ;;
    "-c import "*) [ "$2" = "import {has}" ]; exit ;;
    "-m "*) pwd; printf '%s\\n' "$@"; exit ;;
    */notebooks.py*) pwd; printf '%s\\n' "$@"; exit ;;
esac
exec "{sys.executable}" "$@"
"""
        )
        path.chmod(0o755)
        self.tool("id", f"#!/bin/sh\necho {uid}\n")
        ended = self.bash(self.root / "environment/run", *arguments, **variables)
        return ended.returncode, ended.stdout, ended.stderr

    def test_help_is_its_own_and_builds_nothing(self):
        for arguments in (["--help"], ["-h"], ["x.ipynb", "--help"]):
            status, said, warned = self.run_command(*arguments)
            self.assertEqual((0, "", 0), (status, warned, self.builds()))
            for option in ("--set", "--out", "--publish", "--compare", "--timeout", "--lab", "--register"):
                self.assertIn(option, said)

    def test_the_arguments_and_the_folder_of_the_caller_reach_the_notebooks(self):
        status, said, _ = self.run_command("own x.ipynb", "--set", "model=a b", "--out", "o")
        lines = said.splitlines()
        self.assertEqual((0, "/"), (status, lines[0]))
        self.assertEqual(["own x.ipynb", "--set", "model=a b", "--out", "o"], lines[-5:])

    def test_the_lab_opens_for_root_and_for_others(self):
        for uid, more in (("0", ["--allow-root"]), ("1000", [])):
            status, said, _ = self.run_command("--lab", "--port", "1", uid=uid)
            expected = [str(self.root / "notebooks"), "-m", "jupyterlab", *more, "--port", "1"]
            self.assertEqual((0, expected), (status, said.splitlines()))

    def test_the_classic_notebook_serves_too(self):
        status, said, warned = self.run_command("--lab", has="notebook")
        self.assertEqual((0, "notebook"), (status, said.splitlines()[2]))
        self.assertIn("classic Notebook", warned)
        status, said, warned = self.run_command("--lab", has="neither")
        self.assertEqual((1, ""), (status, said))
        self.assertIn("pip install jupyterlab", warned)

    def test_a_kernel_is_registered_for_the_user(self):
        data = self.folder / "their data"
        status, _, said = self.run_command("--register", JUPYTER_DATA_DIR=str(data))
        self.assertEqual(0, status, said)
        spec = json.loads((data / "kernels/snmf/kernel.json").read_text())
        self.assertEqual(f"@{self.root}/environment/.cache/java.args", spec["argv"][2])
        self.assertIn(str(data / "kernels/snmf"), said)

    def test_a_failed_pip_says_how_to_try_again(self):
        (self.root / "environment/.cache").mkdir(parents=True)
        seen = self.root / "environment/.cache/venv.failed"
        seen.touch()
        said = self.bash("-c", '. "$1/environment/setup.sh"; make_venv "$cache/venv" || say no', "bash", self.root).stderr
        self.assertIn(f"To try pip again at once: rm {seen}", said)
        self.assertTrue(said.endswith("no\n"), said)


class ContinuousIntegrationTest(Checkout):
    """.ci/run on a small repository whose test command only says something."""

    def repository(self, said, status):
        root = self.folder / "hosted"
        (root / ".ci").mkdir(parents=True)
        shutil.copy(ROOT / ".ci/run", root / ".ci/run")
        test = root / "environment/test"
        test.parent.mkdir()
        test.write_text(f'#!/bin/sh\n[ "$#" = 0 ] && pwd -P && ls "$(dirname "$0")/../.." && {said}\n[ "$#" = 0 ] || echo "1 passed, 0 failed, 1 skipped"\nexit {status}\n')
        test.chmod(0o755)
        (root / "src").mkdir()
        (root / "magics").mkdir()
        (root / "magics/Other.java").touch()
        (root / "src/SomeTest.java").write_text("Goldens.beside")
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        for line in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "m"]):
            subprocess.run(["git", *line], cwd=root, check=True, capture_output=True)
        return root

    def ci(self, root):
        temporary = self.folder / "temporary"
        temporary.mkdir()
        ended = self.bash(root / ".ci/run", TMPDIR=str(temporary))
        self.assertEqual([], list(temporary.iterdir()), "it must remove what it made")
        return ended.returncode, ended.stdout.splitlines()

    def setUp(self):
        super().setUp()
        if not shutil.which("git"):
            self.skipTest("no git on the PATH")

    def test_a_clone_stands_alone(self):
        status, said = self.ci(self.repository('echo "3 passed, 0 failed, 2 skipped"', 0))
        self.assertEqual((0, "3 passed, 0 failed, 2 skipped"), (status, said[-1]))
        self.assertIn("clone", said)
        self.assertNotIn("shared", said)

    def test_richer_goldens_make_a_second_pass(self):
        (self.folder / "shared/fixtures").mkdir(parents=True)
        status, said = self.ci(self.repository('echo "3 passed, 0 failed, 2 skipped"', 0))
        self.assertEqual((0, "4 passed, 0 failed, 3 skipped"), (status, said[-1]))

    def test_failures_and_deaths_are_told(self):
        status, said = self.ci(self.repository('echo "3 passed, 1 failed, 2 skipped"', 1))
        self.assertEqual((1, "3 passed, 1 failed, 2 skipped"), (status, said[-1]))

    def test_a_test_command_that_dies_is_a_failure(self):
        status, said = self.ci(self.repository('echo "no Java found"', 1))
        self.assertEqual((1, "0 passed, 1 failed, 0 skipped"), (status, said[-1]))


class TextTest(unittest.TestCase):
    def test_shellcheck_finds_nothing(self):
        if not shutil.which("shellcheck"):
            self.skipTest("no shellcheck on the PATH: install Debian's shellcheck to run this test")
        ended = subprocess.run(
            ["shellcheck", "-x", *map(str, SCRIPTS)], capture_output=True, text=True, cwd=ROOT
        )
        self.assertEqual("", ended.stdout + ended.stderr)

    def test_arrays_that_may_be_empty_are_guarded(self):
        """Bash 3.2, which macOS has, calls an empty array unbound under set -u: ask for its entries or its length."""
        for script in SCRIPTS:
            text = script.read_text()
            for name in set(re.findall(r"\b(\w+)=\(\)", text)):
                if '[ "${#%s[@]}" -gt 0 ]' % name not in text:
                    guarded = '${%s[@]+"${%s[@]}"}' % (name, name)
                    self.assertNotRegex(text.replace(guarded, ""), r"\$\{%s\[[@*]\]\}" % name, script.name)
