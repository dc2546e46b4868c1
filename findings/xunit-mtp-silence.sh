#!/usr/bin/env bash
# xunit.v3 4.0.2 on the Microsoft Testing Platform 2 (.NET SDK 10, "dotnet test" opted in by global.json): where the output is no terminal,
# not one line appears between "Running tests from" and the end of the assembly. xunit.runner.json's diagnosticMessages,
# longRunningTestSeconds and showLiveOutput are accepted and show nothing, nor does what a test writes to the console. The same test
# project with xunit.v3.mtp-off and the VSTest adapter 4.0.1 shows the diagnostic and the long-running messages while it runs.
# One would guess that a log of CI shows at least what was asked for by name, and that the newer platform shows no less than the older.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/mtp" "$work/vstest"

cat > "$work/mtp/Slow.cs" <<'CS'
public class Slow
{
    [Xunit.Fact]
    public async System.Threading.Tasks.Task Runs_for_six_seconds()
    {
        System.Console.WriteLine("from the console");
        Xunit.TestContext.Current.SendDiagnosticMessage("from the diagnostics");
        await System.Threading.Tasks.Task.Delay(6000);
    }
}
CS
echo '{ "diagnosticMessages": true, "longRunningTestSeconds": 2, "showLiveOutput": true }' > "$work/mtp/xunit.runner.json"
cp "$work/mtp/Slow.cs" "$work/mtp/xunit.runner.json" "$work/vstest"
echo '{ "test": { "runner": "Microsoft.Testing.Platform" } }' > "$work/mtp/global.json"

project() {
    cat > "$work/$1/$1.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
  <ItemGroup>$2<None Update="xunit.runner.json" CopyToOutputDirectory="PreserveNewest" /></ItemGroup>
</Project>
XML
    (cd "$work/$1" && dotnet build --nologo -v quiet > /dev/null && dotnet test --no-build 2>&1) > "$work/$1.log"
}
project mtp '<PackageReference Include="xunit.v3" Version="4.0.2" />'
project vstest '<PackageReference Include="xunit.v3.mtp-off" Version="4.0.2" /><PackageReference Include="xunit.runner.visualstudio" Version="4.0.1" /><PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />'

echo "--- Microsoft Testing Platform:"; sed "s|$work|.|g" "$work/mtp.log"
echo "--- VSTest:"; sed "s|$work|.|g" "$work/vstest.log"

fails() { echo "CHANGED: $1"; exit 1; }
grep -q 'succeeded: 1' "$work/mtp.log" || fails 'the test no longer passes on the platform'
if grep -qE 'from the (console|diagnostics)|Long Running' "$work/mtp.log"; then fails 'the platform shows messages now'; fi
grep -q 'from the diagnostics' "$work/vstest.log" || fails 'VSTest shows no diagnostic message'
grep -q 'Long Running Test' "$work/vstest.log" || fails 'VSTest shows no long-running message'
echo "As described."

# Seen on 2026-11-28, SDK 10.0.401:
# --- Microsoft Testing Platform:
# Running tests from ./mtp/bin/Debug/net10.0/mtp.dll (net10.0|x64)
# ./mtp/bin/Debug/net10.0/mtp.dll (net10.0|x64) passed (7s 145ms)
# Test run summary: Passed!
# --- VSTest:
# [xUnit.net 00:00:00.93]     vstest: from the diagnostics
# [xUnit.net 00:00:03.16]     vstest: [Long Running Test] 'Slow.Runs_for_six_seconds', Elapsed: 00:00:02
