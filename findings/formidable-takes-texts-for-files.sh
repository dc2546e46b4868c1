#!/usr/bin/env bash
# formidable 3.5.4 (the form parser of Node.js) under a form of .NET 10: HttpClient's MultipartFormDataContent gives each StringContent the
# header "Content-Type: text/plain; charset=utf-8", which RFC 7578, 4.4 allows (and makes the default). formidable takes every part that has a
# Content-Type for a file: the field isn't among the fields, and its text stands in a file with the name null. A form of the same shape
# without that header, which is what browsers and curl send, is read as fields; multer 2.0.2 reads both as fields. One would guess that a
# part is a file where it has a file name, and that a client and a parser as common as these agree on a text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/server" "$work/client"
cat > "$work/server/server.mjs" <<'JS'
import http from 'node:http';
import fs from 'node:fs';
import formidable from 'formidable';
import multer from 'multer';
const server = http.createServer(async (request, response) => {
  if (request.url === '/formidable') {
    const [fields, files] = await formidable({ uploadDir: import.meta.dirname }).parse(request);
    const shown = Object.entries(files).map(([name, [file]]) => `${name} (file name ${file.originalFilename}, type ${file.mimetype}: ${fs.readFileSync(file.filepath, 'utf8')})`);
    response.end(`fields: ${Object.keys(fields).join(', ') || 'none'}; files: ${shown.join(', ') || 'none'}`);
  } else {
    multer().any()(request, response, () =>
      response.end(`fields: ${Object.keys(request.body).join(', ') || 'none'}; files: ${request.files.map(file => file.fieldname).join(', ') || 'none'}`));
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
cat > "$work/client/Client.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
</Project>
XML
cat > "$work/client/Program.cs" <<'CS'
using var http = new HttpClient();
foreach (var parser in new[] { "formidable", "multer" })
{
    foreach (var typed in new[] { true, false })
    {
        var text = new StringContent("Spring offer");
        if (!typed)
        {
            text.Headers.ContentType = null;
        }

        using var form = new MultipartFormDataContent { { text, "\"name\"" } };
        var answer = await http.PostAsync($"http://127.0.0.1:{args[0]}/{parser}", form);
        Console.WriteLine($"{parser}, {(typed ? "as StringContent comes" : "without Content-Type")}: {await answer.Content.ReadAsStringAsync()}");
    }
}
CS
(cd "$work/server" && npm init -y > /dev/null && npm install --cache "$work/npm" --silent --no-audit --no-fund formidable@3.5.4 multer@2.0.2 > /dev/null)
node "$work/server/server.mjs" > "$work/port" &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until [ -s "$work/port" ]; do sleep 0.1; done
dotnet run --project "$work/client" -- "$(cat "$work/port")" | tee "$work/seen"
diff "$work/seen" - <<'SEEN' || { echo 'CHANGED'; exit 1; }
formidable, as StringContent comes: fields: none; files: name (file name null, type text/plain; charset=utf-8: Spring offer)
formidable, without Content-Type: fields: name; files: none
multer, as StringContent comes: fields: name; files: none
multer, without Content-Type: fields: name; files: none
SEEN
echo 'As described.'
