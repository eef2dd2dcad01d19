@echo off
cd /d "%~dp0"
where py >nul 2>nul
if errorlevel 1 (python tasks.py serve) else (py tasks.py serve)
pause
