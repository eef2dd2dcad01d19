/*
 * What starts the real python.exe with the same arguments: venvlauncher.exe, which every venv holds as its own
 * python.exe and finds "home" in pyvenv.cfg, and py.exe, which lies beside the real one and drops its version ("-3.11").
 */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define MAX_LENGTH 32768

static wchar_t own[MAX_LENGTH], folder[MAX_LENGTH], path[MAX_LENGTH], command[MAX_LENGTH];

static void cut_last_part(wchar_t *name)
{
    wchar_t *last = wcsrchr(name, L'\\');
    if (last)
        *last = 0;
}

/* Put the value of "home = …" (UTF-8) in the place of the folder that holds this pyvenv.cfg. */
static int read_home(const wchar_t *from)
{
    static char line[MAX_LENGTH];
    FILE *file;
    swprintf(path, MAX_LENGTH, L"%ls\\pyvenv.cfg", from);
    file = _wfopen(path, L"rb");
    if (!file)
        return 0;
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "home = ", 7) == 0) {
            line[strcspn(line, "\r\n")] = 0;
            MultiByteToWideChar(CP_UTF8, 0, line + 7, -1, folder, MAX_LENGTH);
            fclose(file);
            return 1;
        }
    }
    fclose(file);
    return 0;
}

static const wchar_t *arguments_after_program(void)
{
    const wchar_t *rest = GetCommandLineW();
    int quoted = 0;
    for (; *rest && (quoted || (*rest != L' ' && *rest != L'\t')); rest++)
        if (*rest == L'"')
            quoted = !quoted;
    rest += wcsspn(rest, L" \t");
    if (wcsncmp(rest, L"-3", 2) == 0) {
        rest += wcscspn(rest, L" \t");
        rest += wcsspn(rest, L" \t");
    }
    return rest;
}

static void end_with_us(HANDLE child)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    HANDLE job = CreateJobObjectW(NULL, NULL);
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    AssignProcessToJobObject(job, child);
}

static BOOL WINAPI leave_to_child(DWORD event)
{
    (void)event;
    return TRUE;
}

int wmain(void)
{
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION child;
    DWORD status = 103;

    GetModuleFileNameW(NULL, own, MAX_LENGTH);
    wcscpy(folder, own);
    cut_last_part(folder);
    wcscpy(command, folder);
    cut_last_part(command);
    if (read_home(folder) || read_home(command))
        SetEnvironmentVariableW(L"__PYVENV_LAUNCHER__", own);
    swprintf(path, MAX_LENGTH, L"%ls\\python.exe", folder);
    swprintf(command, MAX_LENGTH, L"\"%ls\" %ls", path, arguments_after_program());
    SetConsoleCtrlHandler(leave_to_child, TRUE);
    GetStartupInfoW(&start);
    if (!CreateProcessW(path, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) {
        fwprintf(stderr, L"cannot start %ls\n", path);
        return (int)status;
    }
    end_with_us(child.hProcess);
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &status);
    return (int)status;
}
