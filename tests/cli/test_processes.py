"""What only a process of its own can show: pipes, colours, signals, start-up time. Left out of make check."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

pytestmark = pytest.mark.slow

QUICK = ("--replications", "2", "--quick")
# In imports of NumPy, as machines differ and are busy. Measured: 1.7 (--help), 2.7 and 4.5 (validate); such an import
# takes 0.08 s.
ALLOWED_IMPORTS = 6.0


def ended(started):
    out, err = started.communicate(timeout=300)
    return started.returncode, out, err


def test_stdout_carries_results_and_stderr_progress(process):
    code, out, _ = ended(process("compare", "tiny.yaml", *QUICK, "--json"))
    assert code == 0
    assert json.loads(out)["scenario"] == "tiny"


def test_a_pipe_gets_no_escape_sequences(process):
    code, out, _ = ended(process("compare", "tiny.yaml", *QUICK, "--quiet"))
    assert code == 0
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("columns", ["60", "80", "100"])
def test_tables_keep_to_the_width(process, columns):
    _, out, _ = ended(process("compare", "tiny.yaml", *QUICK, "--quiet", "--all", environment={"COLUMNS": columns}))
    assert max(map(len, out.splitlines())) <= int(columns)
    for name in ("felt empathy", "changes of"):  # which stand before the levels, however little room there is
        assert any(line.startswith(name) and "±" in line for line in out.splitlines())


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_on_a_terminal_unless_refused(workplace, project, environment, coloured):
    import pty

    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sim", "compare", "tiny.yaml", *QUICK, "--quiet"]
    env = {**kept, "TERM": "xterm-256color", "PYTHONPATH": str(project), **environment}
    with subprocess.Popen(command, cwd=workplace, env=env, stdout=theirs, stderr=theirs) as started:
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:  # the other side closed
            pass
        started.wait(timeout=300)
    os.close(ours)
    assert b"Better habits: " in said
    # 30 to 37: the colours of text.
    assert any(f"\x1b[{number}m".encode() in said for number in range(30, 38)) == coloured


def test_a_reader_who_stops_reading_is_no_error(process, workplace):
    started = process("compare", "tiny.yaml", *QUICK, "--quiet")
    started.stdout.close()
    assert started.stderr.read() == ""
    started.stderr.close()
    assert started.wait(timeout=300) == 0
    assert len(list((workplace / "results").iterdir())) == 1


def test_letters_that_stdout_cannot_carry(process):
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    code, out, err = ended(process("compare", "tiny.yaml", *QUICK, "--quiet", "--all", environment=ascii_only))
    assert (code, err) == (0, "")
    assert "Verdict" in out
    assert "(expected returns included) > with fatigue" in out
    assert "?" not in out  # lines and arrows have a plainer form
    code, out, err = ended(process("compare", "tiny.yaml", *QUICK, "--quiet", "--json", environment=ascii_only))
    assert (code, err) == (0, "")
    assert "silos→pods" in json.loads(out)["differences"]


def test_interrupted(process, workplace):
    # A shell that runs the tests in the background has its children ignore the signal.
    heeding = {"preexec_fn": partial(signal.signal, signal.SIGINT, signal.default_int_handler)}
    started = process("compare", "tiny.yaml", "--engine", "agents", "--replications", "2000", "--quiet", **heeding)
    time.sleep(4)
    while started.poll() is None:  # a signal that arrives inside the compiler can be lost there: press again
        started.send_signal(signal.SIGINT)
        time.sleep(2)
    code, out, err = ended(started)
    assert code == 130
    assert out == ""
    assert "interrupted; nothing unfinished was kept" in err
    assert not (workplace / "results").exists()


@pytest.mark.parametrize(
    ("step", "number"),
    [
        (["--no-people", "--worlds", "3000"], signal.SIGINT),
        (["--no-people", "--worlds", "3000"], signal.SIGTERM),
        (["--people"], signal.SIGTERM),
        (["--no-people", "--worlds", "3000"], signal.SIGKILL),
    ],
)
def test_what_was_computed_outlives_a_signal(process, workplace, step, number):
    heeding = {"preexec_fn": partial(signal.signal, signal.SIGINT, signal.default_int_handler)}
    asked = ("compare", "tiny.yaml", "--replications", "40", "--set", "time.measured_weeks=8", *step, "--quiet")
    started = process(*asked, **heeding)
    assert started.stdout.readline().startswith("tiny: ")  # the table is there
    time.sleep(2)
    while started.poll() is None:  # a signal that arrives inside the compiler can be lost there: press again
        started.send_signal(number)
        time.sleep(2)
    code, _, err = ended(started)
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 130)
    assert ("interrupted; the comparison without" in err) is (number != signal.SIGKILL)
    assert "nothing" not in err
    (folder,) = [path for path in (workplace / "results").iterdir() if not path.name.startswith(".")]
    assert "Better habits" in (folder / "summary.txt").read_text(encoding="utf-8")
    assert (folder / "replications.csv").stat().st_size > 0


def test_bad_scenario_exits_3(process):
    code, out, err = ended(process("compare", "nowhere"))
    assert (code, out) == (3, "")
    assert "There is no such scenario" in err


def processor_seconds(project, *arguments):
    """Least of three: processor time of Python with these arguments, which other work hardly lengthens."""
    # One thread: NumPy's others spin while they wait, which is no work either.
    environ = {**os.environ, "PYTHONPATH": str(project), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)  # os.times counts in hundredths of a second
        subprocess.run(
            [sys.executable, *arguments],
            cwd=project, check=True, stdout=subprocess.DEVNULL, env=environ,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(times)


@pytest.mark.parametrize("arguments", [("--help",), ("compare", "--help"), ("validate", "support_desk")])
def test_help_and_validate_answer_at_once(project, arguments):
    import_of_numpy = processor_seconds(project, "-c", "import numpy")
    assert processor_seconds(project, "-m", "sim", *arguments) < ALLOWED_IMPORTS * import_of_numpy


def test_validate_of_settings_alone_needs_no_numpy(project):
    code = "import sys; from sim.cli import main; sys.argv = ['podsim', 'validate', 'support_desk']\n"
    code += "try: main()\nexcept SystemExit: pass\nprint('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False", done.stderr


def test_validate_of_a_log_reads_it_and_draws_nobody(project):
    """No compiler and no statistics are needed to build what a log brings, and the log is read once."""
    # In proportion, as a busy machine slows both: 0.22 s and 0.42 s on a quiet one.
    plain, of_a_log = (
        processor_seconds(project, "-m", "sim", "validate", name) for name in ("support_desk", "it_incidents")
    )
    assert of_a_log < 3.0 * plain
    code = (
        "import sys; from sim.cli.ending import exit_code_of; exit_code_of(['validate', 'it_incidents']); "
        "print([name for name in ('numba', 'scipy.stats', 'mesa', 'pandas') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_help_imports_nothing_heavy(project):
    code = (
        "import sys; from sim.cli.ending import exit_code_of; exit_code_of(['--help']); "
        "print([name for name in ('numpy', 'pydantic', 'rich', 'numba', 'mesa', 'pandas') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_an_interruption_amid_an_import_that_runs_a_text_ends_in_130(tmp_path, project):
    """Python remembers it even where it was caught, and would end by SIGINT."""
    module = 'from sim.cli import _leave_interrupted\ntry:\n    exec("raise KeyboardInterrupt")\n'
    module += "except KeyboardInterrupt:\n    _leave_interrupted()\n    raise SystemExit(130) from None\n"
    (tmp_path / "amid.py").write_text(module)
    environment = {**os.environ, "PYTHONPATH": str(project)}
    done = subprocess.run([sys.executable, "-m", "amid"], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == 130


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("None", "interrupted; nothing unfinished was kept"),
        ('Path("cells")', "interrupted; finished cells are kept in cells; the same command goes on from there"),
    ],
)
def test_an_interrupted_script_of_the_project_ends_as_a_command_does(tmp_path, project, store, said):
    text = "import sys\nfrom pathlib import Path\nfrom sim.cli.ending import script\n\ndef main():\n"
    text += f"    raise KeyboardInterrupt\n\nsys.exit(script(main, {store}))\n"
    ran = subprocess.run(
        [sys.executable, "-c", text], env={**os.environ, "PYTHONPATH": str(project)}, cwd=tmp_path, capture_output=True,
        text=True, timeout=300,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", f"podsim: {said}\n")


def test_every_script_of_the_experiments_that_runs_the_model_ends_so(project):
    scripts = {path.name: path.read_text(encoding="utf-8") for path in (project / "experiments").glob("*.py")}
    run = {name for name, text in scripts.items() if 'if __name__ == "__main__"' in text and "import script" in text}
    assert {name for name, text in scripts.items() if "def main" in text and "from sim" in text} == run
    assert len(run) > 8
