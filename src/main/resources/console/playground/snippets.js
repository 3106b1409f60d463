// The request of the form as a program. The key is always an environment variable.
import { urlOf } from '../api.js';

const KEY = 'IMAGE_GATEWAY_KEY';

const indent = (text, by) => text.replaceAll('\n', '\n' + ' '.repeat(by));

/** @param {string} json the body, with two spaces of indentation */
function curl(json) {
  return `curl ${urlOf('/v1/images/generations').href} \\
  -H "Authorization: Bearer $${KEY}" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: $(uuidgen)" \\
  -d '${json.replaceAll("'", "'\\''")}'`;
}

/** JSON's texts and numbers are valid in Python; its three words are not. */
const pythonLiteral = (json) => json.replace(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g,
  (token) => ({ true: 'True', false: 'False', null: 'None' })[token] ?? token);

function python(json) {
  return `import os, uuid
import requests

response = requests.post(
    "${urlOf('/v1/images/generations').href}",
    headers={
        "Authorization": "Bearer " + os.environ["${KEY}"],
        "Idempotency-Key": str(uuid.uuid4()),
    },
    json=${indent(pythonLiteral(json), 4)},
    timeout=60,
)
response.raise_for_status()
for image in response.json()["data"]:
    print(image["url"])`;
}

/** JavaScript would round integers beyond 2^53, so a body with one is a text. */
function javascript(json) {
  const hasLargeInteger = /\d{16}/.test(json.replace(/"(?:[^"\\]|\\.)*"/g, ''));
  const body = hasLargeInteger ? JSON.stringify(json) : `JSON.stringify(${indent(json, 2)})`;
  return `const response = await fetch("${urlOf('/v1/images/generations').href}", {
  method: "POST",
  headers: {
    "Authorization": "Bearer " + process.env.${KEY},
    "Content-Type": "application/json",
    "Idempotency-Key": crypto.randomUUID(),
  },
  body: ${body},
});
if (!response.ok) throw new Error(await response.text());
for (const image of (await response.json()).data) console.log(image.url);`;
}

function java(json) {
  const text = json.replaceAll('\\', '\\\\').replaceAll('"""', '\\"""');
  return `import java.net.URI;
import java.net.http.*;
import java.util.UUID;

void main() throws Exception {
    var request = HttpRequest.newBuilder(URI.create("${urlOf('/v1/images/generations').href}"))
            .header("Authorization", "Bearer " + System.getenv("${KEY}"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofString("""
                    ${indent(text, 20)}"""))
            .build();
    try (var client = HttpClient.newHttpClient()) {
        IO.println(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}`;
}

export const LANGUAGES = { curl: ['curl', curl], python: ['Python', python], javascript: ['JavaScript', javascript], java: ['Java', java] };

/** The program for a body in one of LANGUAGES. */
export const snippet = (language, body) => LANGUAGES[language][1](JSON.stringify(body, null, 2));
