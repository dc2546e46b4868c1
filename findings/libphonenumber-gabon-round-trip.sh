#!/usr/bin/env bash
# libphonenumber-csharp 9.0.43: a valid number that the library writes in its country's own form is read back as ANOTHER valid number. Numbers of
# Gabon with 7 digits are written with a 0 in front, which the library doesn't take off again: it reads an 8-digit number that begins with
# 0. That is valid too, so no check tells. One would guess that a library reads what it writes for the same region, or that what comes
# back doesn't count as valid. The numbers are made up; the 8-digit one in the last line is read as it was.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/Gabon.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="libphonenumber-csharp" Version="9.0.43" /></ItemGroup>
</Project>
XML
cat > "$work/Program.cs" <<'CS'
using PhoneNumbers;

var util = PhoneNumberUtil.GetInstance();
foreach (var text in new[] { "+2414433098", "+2416012345", "+2417123456", "+24174123456" })
{
    var number = util.Parse(text, null);
    var written = util.Format(number, PhoneNumberFormat.NATIONAL);
    var read = util.Parse(written, "GA");
    Console.WriteLine($"{text} (valid: {util.IsValidNumber(number)}) is written {written}, which is read as {util.Format(read, PhoneNumberFormat.E164)} (valid: {util.IsValidNumber(read)})");
}
CS
dotnet run --project "$work" | tee "$work/seen"
diff "$work/seen" - <<'SEEN' || { echo 'CHANGED'; exit 1; }
+2414433098 (valid: True) is written 04 43 30 98, which is read as +24104433098 (valid: True)
+2416012345 (valid: True) is written 06 01 23 45, which is read as +24106012345 (valid: True)
+2417123456 (valid: True) is written 07 12 34 56, which is read as +24107123456 (valid: True)
+24174123456 (valid: True) is written 074 12 34 56, which is read as +24174123456 (valid: True)
SEEN
echo 'As described.'
