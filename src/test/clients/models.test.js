// Each client with models of several vendors, with its defaults for everything but the model and the prompt. The
// environment is that of clients.test.js.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import OpenAI from 'openai';
import { clients } from './clients.js';

const { GATEWAY_URL, GATEWAY_KEY, SANDBOX_URL } = process.env;
assert.ok(GATEWAY_URL && GATEWAY_KEY && SANDBOX_URL, 'set GATEWAY_URL, GATEWAY_KEY and SANDBOX_URL');

const MODELS = [
  'flux/schnell',
  'openai/gpt-image-1',
  'google/imagen-4.0-fast-generate-001',
  'stable-diffusion-v3-medium',
];

beforeEach(async () => {
  const answer = await fetch(`${SANDBOX_URL}/sandbox/reset`, { method: 'POST' });
  assert.equal(answer.status, 204);
});

const generate = (client, ask) => client.generate(`${GATEWAY_URL}/v1`, GATEWAY_KEY, { prompt: 'a red bicycle', ...ask });

for (const client of clients) {
  describe(client.name, () => {
    for (const model of MODELS) {
      test(`${model} with defaults`, async () => {
        assert.equal((await generate(client, { model })).length, 1);
      });

      test(`${model} of 1024x1024 as base64`, async () => {
        const images = await generate(client, { model, n: 1, size: '1024x1024', base64: true });
        assert.equal(images.length, 1);
        assert.ok(images[0].length > 100);
      });
    }

    test('a size that a model does not have is refused', async () => {
      await assert.rejects(generate(client, { model: 'openai/gpt-image-1', n: 1, size: '512x512' }), (error) =>
        error.message.includes("size: must be '1024x1024', '1024x1536' or '1536x1024'"),
      );
    });
  });
}

test('openai finds models by names with slashes', async () => {
  const client = new OpenAI({ baseURL: `${GATEWAY_URL}/v1`, apiKey: GATEWAY_KEY });

  assert.equal((await client.models.retrieve('flux/schnell')).id, 'flux/schnell');
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes('flux/schnell'));
  await assert.rejects(client.models.retrieve('flux/no-such-model'), { status: 404 });
});
