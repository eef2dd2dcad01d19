"""Runs a command and prints what it cost: a small process, since Linux counts a parent's memory as its child's."""

import json
import os
import subprocess
import sys
import time

begun = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
# wait4 adds up the process and every descendant that was waited for
_, status, used = os.wait4(process.pid, 0)
wall = time.perf_counter() - begun
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([process.returncode, wall, used.ru_utime + used.ru_stime, used.ru_maxrss]))
