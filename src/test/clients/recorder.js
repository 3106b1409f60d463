// A proxy before the gateway that keeps the POSTs of a client, in the form of Recording.java. URLs of images have its
// origin, because the gateway uses the request's own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';

const folder = new URL('../resources/clients/', import.meta.url);

export async function recorder(gateway, key) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const chunks = await request.toArray();
    const body = Buffer.concat(chunks);
    if (request.method === 'POST') {
      requests.push({
        line: `${request.method} ${request.url} HTTP/${request.httpVersion}`,
        headers: lines(request.rawHeaders).map(([name, value]) => `${name}: ${lasting(name, value, key)}`),
        body: body.toString(),
      });
    }
    const passedOn = http.request(new URL(request.url, gateway), {
      method: request.method,
      headers: request.rawHeaders,
    });
    passedOn.on('response', (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    passedOn.on('error', (error) => response.destroy(error));
    passedOn.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${server.address().port}/v1`,
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export function compare(client, example, status, requests, record) {
  const file = new URL(`${client}/${example}.json`, folder);
  const now = { status, requests };
  if (record) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, JSON.stringify(now, null, 2) + '\n');
  }
  let kept;
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`No recording ${client}/${example}; to make it: .ci/clients record`, { cause: error });
  }
  try {
    assert.deepEqual(now, kept);
  } catch (error) {
    error.message = `${client} sends something new for ${example}; to record it: .ci/clients record\n${error.message}`;
    throw error;
  }
}

// Without the key and without what differs from one machine to the next.
function lasting(name, value, key) {
  switch (name.toLowerCase()) {
    case 'host':
      return '${GATEWAY_HOST}';
    case 'authorization':
      return value === `Bearer ${key}` ? 'Bearer ${GATEWAY_KEY}' : 'Bearer ${UNKNOWN_KEY}';
    case 'user-agent':
      return value.replace(/(?<!\w)v?\d[\w.+-]*/g, '*');
    default:
      return /^x-stainless-(arch|os|[a-z-]*version)$/i.test(name) ? '*' : value;
  }
}

function lines(rawHeaders) {
  return rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1]]] : []));
}
