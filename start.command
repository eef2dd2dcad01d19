#!/bin/sh
# Double-click this file on a Mac: it shows the exhibition and follows what you save (python3 tasks.py serve).
cd "$(dirname "$0")" || exit 1
# the python3 of macOS itself is older than any of these
for python in python3.14 python3.13 python3.12 python3.11 python3; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" tasks.py serve "$@"
  fi
done
echo '没有找到 Python 3.11 或更新的版本。请到 python.org 下载安装，装好后再双击本文件。'
echo 'Python 3.11 or newer was not found. Install it from python.org, then double-click this file again.'
exit 1
