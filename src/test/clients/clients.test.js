// Real clients from npm against the running gateway that the environment names:
//   GATEWAY_URL, GATEWAY_KEY  the gateway and a key of one of its clients
//   SANDBOX_URL               the sandbox behind it, which knows what was billed
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { clients } from './clients.js';
import { compare, recorder } from './recorder.js';

const { GATEWAY_URL, GATEWAY_KEY, SANDBOX_URL } = process.env;
assert.ok(GATEWAY_URL && GATEWAY_KEY && SANDBOX_URL, 'set GATEWAY_URL, GATEWAY_KEY and SANDBOX_URL');

const record = process.argv.includes('--record');
const CREDITS_PER_IMAGE = 91000;
const ONE = { model: 'stable-diffusion-v3-medium', prompt: 'a red bicycle', n: 1, size: '768x512' };

const bill = async () => (await (await fetch(`${SANDBOX_URL}/sandbox/bill`)).json()).credits;

beforeEach(async () => {
  const answer = await fetch(`${SANDBOX_URL}/sandbox/reset`, { method: 'POST' });
  assert.equal(answer.status, 204);
});

for (const client of clients) {
  describe(client.name, () => {
    test('one image', () => gets('one-image', ONE));

    test('two images are different', async () => {
      const [first, second] = await gets('two-images', { ...ONE, n: 2 });
      assert.notDeepEqual(first, second);
    });

    test('base64', () => gets('base64', { ...ONE, base64: true }));

    test('bad key', () =>
      isTold('bad-key', 401, "The key in Authorization: Bearer is not one of this gateway's clients.", ONE, 'igw-unknown'));

    test('bad model', () =>
      isTold('bad-model', 400, 'model: is not a model of this gateway; the nearest one is', { ...ONE, model: 'no-such-model' }));

    test('too many images', () => {
      const ask = { ...ONE, n: 5 };
      // five requests for one image each are five good requests
      return client.requests(5) === 5
        ? gets('too-many-images', ask)
        : isTold('too-many-images', 400, 'n: must be an integer from 1 to 4', ask);
    });

    test('too long a prompt', () =>
      isTold('too-long-a-prompt', 400, 'prompt: must be a string of 1 to 4000 code points, not blank', {
        ...ONE,
        prompt: 'x'.repeat(4001),
      }));
  });

  async function gets(example, ask) {
    const proxy = await recorder(GATEWAY_URL, GATEWAY_KEY);
    try {
      const images = await client.generate(proxy.baseUrl, GATEWAY_KEY, ask);
      assert.equal(images.length, ask.n);
      return await Promise.all(images.map((image) => picture(image, ask.size)));
    } finally {
      await proxy.close();
      assert.equal(proxy.requests.length, client.requests(ask.n));
      assert.equal(await bill(), ask.n * CREDITS_PER_IMAGE);
      compare(client.name, example, 200, proxy.requests, record);
    }
  }

  // One request, no retry, nothing billed, and the fault named in what the client throws.
  async function isTold(example, status, words, ask, key = GATEWAY_KEY) {
    const proxy = await recorder(GATEWAY_URL, GATEWAY_KEY);
    try {
      const thrown = await client.generate(proxy.baseUrl, key, ask).then(
        () => assert.fail('the client threw nothing'),
        (error) => error,
      );
      assert.ok(thrown.message.includes(words), thrown.message);
      assert.equal(thrown.status ?? thrown.statusCode, status);
      assert.ok(!inspect(thrown, { depth: 9, showHidden: true }).includes(key));
      assert.equal(proxy.requests.length, 1);
      assert.equal(await bill(), 0);
      compare(client.name, example, status, proxy.requests, record);
    } finally {
      await proxy.close();
    }
  }
}

async function picture(image, size) {
  const bytes = typeof image === 'string' ? Buffer.from(await (await fetch(image)).arrayBuffer()) : Buffer.from(image);
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, size);
  return bytes;
}
