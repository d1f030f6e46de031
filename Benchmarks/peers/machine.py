"""What a table of results was measured on."""
import os
import pathlib
import platform
import re
import subprocess


def cores():
    return len(os.sched_getaffinity(0))


def machine():
    """Processor, cores, system and compiler."""
    flags = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", flags)
    vectors = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "no AVX2"
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    version = re.search(r"Swift version (\S+)", swift)
    return ", ".join([f"{cores()} cores of {model.group(1) if model else platform.machine()} "
                      f"({vectors})", system.group(1) if system else platform.system(),
                      f"Swift {version.group(1)}" if version else "no Swift"])
