// The client that typescript-fetch makes of the gateway's document, before the running gateway. .ci/clients compiles it
// with the client beside it; the environment is that of clients.test.js.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  Configuration,
  GenerationsApi,
  ImagesApi,
  ImageSizePreset,
  ModelsApi,
  ResponseError,
  UsageApi,
  type FluxSchnellRequest,
  type ImageGenerationRequest,
  type OpenaiGptImage1Request,
  type Problem,
} from './client';

const { GATEWAY_URL, GATEWAY_KEY, SANDBOX_URL } = process.env;
assert.ok(GATEWAY_URL && GATEWAY_KEY && SANDBOX_URL, 'set GATEWAY_URL, GATEWAY_KEY and SANDBOX_URL');

const configuration = new Configuration({ basePath: GATEWAY_URL, accessToken: GATEWAY_KEY });
const images = new ImagesApi(configuration);

const REQUEST: ImageGenerationRequest = { model: 'stable-diffusion-v3-medium', prompt: 'a red bicycle' };

// the largest that a number holds, and beyond 32 bits
const SEED = Number.MAX_SAFE_INTEGER;
const CREDITS = 4_000_000_000;

async function sandbox(path: string, body = ''): Promise<void> {
  const answer = await fetch(`${SANDBOX_URL}/sandbox/${path}`, { method: 'POST', body });
  assert.ok(answer.ok, await answer.text());
}

beforeEach(() => sandbox('reset'));

function isPicture(bytes: Buffer, size: string): void {
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, size);
}

test('typescript-fetch makes pictures', async () => {
  await sandbox('faults', JSON.stringify({ fault: 'price-change', credits: CREDITS / 4 }));

  const answer = await images.generateImages({
    imageGenerationRequest: { ...REQUEST, numImages: 4, seed: SEED, imageSize: ImageSizePreset.Landscape169 },
  });

  assert.equal(answer.seed, SEED);
  assert.equal(answer.meta.usage.creditsUsed, CREDITS);
  assert.equal(answer.data.length, 4);
  for (const image of answer.data) {
    assert.ok(image.url);
    isPicture(Buffer.from(await (await fetch(image.url)).arrayBuffer()), '1024x576');
  }
});

test('typescript-fetch makes pictures by the type of a model', async () => {
  const schnell: FluxSchnellRequest = { model: 'flux/schnell', prompt: 'a red bicycle', imageSize: 'square_hd' };
  const gpt: OpenaiGptImage1Request = { model: 'gpt-image-1', prompt: 'a red bicycle', quality: 'low' };

  for (const imageGenerationRequest of [schnell, gpt]) {
    const answer = await images.generateImages({ imageGenerationRequest });
    assert.equal(answer.data.length, 1);
  }
});

test('typescript-fetch reads every other answer', async () => {
  const imageGenerationRequest: ImageGenerationRequest = {
    ...REQUEST,
    imageSize: { width: 512, height: 256 },
    responseFormat: 'b64_json',
  };

  const forecast = await images.dryRunImages({ imageGenerationRequest });
  assert.equal(forecast.allowed, true);
  assert.equal(forecast.request.imageSize?.width, 512);
  assert.equal(forecast.request.seed, null);

  const raw = await images.generateImagesRaw({ imageGenerationRequest });
  const base64 = (await raw.value()).data[0]?.b64Json;
  assert.ok(base64);
  isPicture(Buffer.from(base64, 'base64'), '512x256');

  const id = raw.raw.headers.get('X-Generation-Id');
  assert.ok(id);
  const generations = new GenerationsApi(configuration);
  const generation = await generations.getGeneration({ id });
  assert.equal(generation.state, 'settled');
  assert.ok(generation.result?.data[0]?.url);
  assert.ok((await generations.listGenerations({ limit: 2, state: 'settled' })).data.length > 0);

  const usage = new UsageApi(configuration);
  assert.ok((await usage.getUsage({ groupBy: 'day' })).total.creditsUsed > 0);
  assert.match(await usage.getUsageCsv({ groupBy: 'day' }), /^day,generations/);
  const model = (await new ModelsApi(configuration).listModels()).data.find(({ id }) => id === REQUEST.model);
  assert.equal(model?.presets['landscape_16_9']?.height, 576);
  assert.equal(model?.limits['num_images']?.maximum, 4);
});

test('typescript-fetch hands over an error', async () => {
  const thrown = await images.generateImages({ imageGenerationRequest: { ...REQUEST, numImages: 9 } }).then(
    () => assert.fail('the client threw nothing'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof ResponseError);
  assert.equal(thrown.response.status, 400);
  const problem = (await thrown.response.json()) as Problem;
  assert.equal(problem.errors?.[0]?.pointer, '/num_images');
});

test('typescript-fetch finds what it does not wait for', async () => {
  const { raw } = await images.generateImagesRaw({ imageGenerationRequest: REQUEST, prefer: 'respond-async' });
  assert.equal(raw.status, 202);
  const id = raw.headers.get('X-Generation-Id');
  assert.ok(id);

  const generation = await new GenerationsApi(configuration).getGeneration({ id, prefer: 'wait=5' });

  assert.equal(generation.state, 'settled');
  assert.ok(generation.result?.data[0]?.url);
});
