// A PowerShell from NuGet alone, for machines that have the .NET SDK and no PowerShell. It takes what pwsh takes:
// dotnet run --project src/AudienceTools.Shell -- -File ./build.ps1 -Task Demo
return Microsoft.PowerShell.ConsoleShell.Start(bannerText: "", helpText: "", args);
