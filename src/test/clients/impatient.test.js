// Real clients from npm before an upstream that takes longer than they, or the gateway's answers, wait. The sandbox's
// bill must name each image once that a caller wanted. The environment is that of clients.test.js.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import OpenAI from 'openai';
import { generateImage } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';

const { GATEWAY_URL, GATEWAY_KEY, SANDBOX_URL } = process.env;
assert.ok(GATEWAY_URL && GATEWAY_KEY && SANDBOX_URL, 'set GATEWAY_URL, GATEWAY_KEY and SANDBOX_URL');

const MODEL = 'stable-diffusion-v3-medium';
const baseURL = `${GATEWAY_URL}/v1`;
const apiKey = GATEWAY_KEY;

// longer than gateway.response-timeout in .ci/clients
const LONG = '7s';
const SHORT = '3s';

beforeEach(async () => {
  const answer = await fetch(`${SANDBOX_URL}/sandbox/reset`, { method: 'POST' });
  assert.equal(answer.status, 204);
});

for (const [name, imageModel] of [
  ['@ai-sdk/openai', (fetch) => createOpenAI({ baseURL, apiKey, fetch }).image(MODEL)],
  [
    '@ai-sdk/openai-compatible',
    (fetch) => createOpenAICompatible({ name: 'gateway', baseURL, apiKey, fetch }).imageModel(MODEL),
  ],
]) {
  // It says nothing by which its repeat would be known from another request, and repeats no 424.
  test(`${name} fails after one request, and is told where the picture will be`, async () => {
    await upstreamTakes(LONG);
    const calls = counted();

    const thrown = await generateImage({ model: imageModel(calls.fetch), prompt: `a heron by ${name}` }).then(
      () => assert.fail('the client threw nothing'),
      (error) => error,
    );

    assert.equal(thrown.statusCode, 424, thrown.stack);
    assert.match(thrown.message, /^The images are still being made\. /);
    assert.equal(calls.count, 1);
    await isPicture((await result(thrown.responseHeaders.location)).data[0].url);
    await isBilled(1);
  });
}

test('openai with a time-out gets the image of its first try', async () => {
  await upstreamTakes(SHORT);
  const calls = counted();
  const client = new OpenAI({ baseURL, apiKey, fetch: calls.fetch, timeout: 2000 });

  const answer = await client.images.generate({ model: MODEL, prompt: 'a heron in a hurry' });

  await isPicture(answer.data[0].url);
  assert.ok(calls.count > 1, 'the client was to time out');
  await isBilled(1);
});

test('openai without one repeats a 504 until the image is there', async () => {
  await upstreamTakes(LONG);
  const calls = counted();
  const client = new OpenAI({ baseURL, apiKey, fetch: calls.fetch });

  const answer = await client.images.generate({ model: MODEL, prompt: 'a heron without hurry' });

  await isPicture(answer.data[0].url);
  assert.ok(calls.statuses.includes(504), 'the gateway was to stop waiting');
  await isBilled(1);
});

test('openai with a time-out gets four different images by four equal requests', async () => {
  await upstreamTakes(SHORT);
  const calls = counted();
  const client = new OpenAI({ baseURL, apiKey, fetch: calls.fetch, timeout: 2000 });

  const answers = await Promise.all(
    Array.from({ length: 4 }, () => client.images.generate({ model: MODEL, prompt: 'herons in a hurry' })),
  );

  assert.equal(new Set(answers.map((answer) => answer.data[0].url)).size, 4);
  assert.ok(calls.count > 4, 'the client was to time out');
  await isBilled(4);
});

async function upstreamTakes(time) {
  const answer = await fetch(`${SANDBOX_URL}/sandbox/settings`, {
    method: 'PUT',
    body: JSON.stringify({ latency: { fixed: time } }),
  });
  assert.equal(answer.status, 200);
}

// The client's own way to the network, and how often it was taken.
function counted() {
  const calls = {
    count: 0,
    statuses: [],
    async fetch(...request) {
      calls.count++;
      const answer = await fetch(...request);
      calls.statuses.push(answer.status);
      return answer;
    },
  };
  return calls;
}

// What became of a generation, asked for as often as it takes.
async function result(location) {
  for (;;) {
    const answer = await fetch(new URL(location, GATEWAY_URL), {
      headers: { Authorization: `Bearer ${GATEWAY_KEY}`, Prefer: 'wait=30' },
    });
    assert.equal(answer.status, 200);
    const generation = await answer.json();
    if (generation.state !== 'held') {
      assert.equal(generation.state, 'settled');
      return generation.result;
    }
  }
}

async function isPicture(url) {
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
}

async function isBilled(images) {
  const { requests } = await (await fetch(`${SANDBOX_URL}/sandbox/requests`)).json();
  const { rows } = await (await fetch(`${SANDBOX_URL}/sandbox/bill`)).json();
  assert.deepEqual([requests.length, rows.length], [images, images]);
}
