// Each client as its users call it, with its defaults. What an entry says:
//   name      its recordings' folder, in src/test/resources/clients
//   generate  the pictures' bytes, or their URLs, for {model, prompt, n, size, base64}
//   requests  how many requests n images take
import { readFileSync } from 'node:fs';
import OpenAI from 'openai';
import { generateImage } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';

function version(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

const openai = {
  name: `npm-openai-${version('openai')}`,
  requests: () => 1,
  async generate(baseURL, apiKey, { model, prompt, n, size, base64 }) {
    const client = new OpenAI({ baseURL, apiKey });
    const answer = await client.images.generate({
      model,
      prompt,
      n,
      size,
      ...(base64 && { response_format: 'b64_json' }),
    });
    return answer.data.map((image) => (base64 ? Buffer.from(image.b64_json, 'base64') : image.url));
  },
};

// Asks for base64 whether or not its user does, and for n images n times.
const aiSdkOpenAI = {
  name: `npm-ai-sdk-openai-${version('@ai-sdk/openai')}`,
  requests: (n) => n,
  async generate(baseURL, apiKey, { model, prompt, n, size }) {
    const provider = createOpenAI({ baseURL, apiKey });
    const { images } = await generateImage({ model: provider.image(model), prompt, n, size });
    return images.map((image) => image.uint8Array);
  },
};

// Downloads URLs itself. Takes one of a private address only if its origin is that of the base URL.
const aiSdkCompatible = {
  name: `npm-ai-sdk-openai-compatible-${version('@ai-sdk/openai-compatible')}`,
  requests: () => 1,
  async generate(baseURL, apiKey, { model, prompt, n, size, base64 }) {
    const provider = createOpenAICompatible({ name: 'gateway', baseURL, apiKey });
    const { images } = await generateImage({
      model: provider.imageModel(model),
      prompt,
      n,
      size,
      ...(base64 && { providerOptions: { gateway: { response_format: 'b64_json' } } }),
    });
    return images.map((image) => image.uint8Array);
  },
};

export const clients = [openai, aiSdkOpenAI, aiSdkCompatible];
