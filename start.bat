@echo off
"%SystemRoot%\System32\chcp.com" 65001 >nul
rem Double-click this file on Windows: it shows the exhibition and follows what you save (py tasks.py serve).
pushd "%~dp0"
rem Windows has a "python" that only leads to its shop: what does not run is none
set "PYTHON="
python -c "" >nul 2>nul
if not errorlevel 1 set "PYTHON=python"
py -3 -c "" >nul 2>nul
if not errorlevel 1 set "PYTHON=py -3"
if defined PYTHON %PYTHON% tasks.py serve %*
if not defined PYTHON echo 没有找到 Python。请到 python.org 下载安装 3.11 或更新的版本，安装时勾选“Add python.exe to PATH”，装好后再双击本文件。
if not defined PYTHON echo Python was not found. Install 3.11 or newer from python.org, tick "Add python.exe to PATH", then double-click this file again.
popd
pause
