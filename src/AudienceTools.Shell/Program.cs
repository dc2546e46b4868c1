// A PowerShell from NuGet alone, for machines that have the .NET SDK and no PowerShell. It takes what pwsh takes:
// dotnet run --project src/AudienceTools.Shell -- -File ./build.ps1 -Task Demo
using System.Runtime.InteropServices;

const int Interrupted = 128 + 2;

// PowerShell gives 0 for a script that Ctrl+C has ended. At a prompt, without arguments, Ctrl+C ends a line and not the shell.
var isInterrupted = false;
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => isInterrupted = true);
var code = Microsoft.PowerShell.ConsoleShell.Start(bannerText: "", helpText: "", args);
return code == 0 && isInterrupted && args.Length > 0 ? Interrupted : code;
