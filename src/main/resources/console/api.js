// The gateway's public API. All requests of the console go through here.

/** Relative to the page, so that any path prefix is kept. */
const ROOT = new URL('../', document.baseURI);

/** An error response of the API, or no response at all (status 0). */
export class ApiProblem extends Error {
  /**
   * @param {number} status
   * @param {object} problem the problem+json, or one with a title and a detail if the response has none
   * @param {string|null} requestId
   * @param {Headers} [headers]
   */
  constructor(status, problem, requestId, headers) {
    super(problem.detail || problem.title);
    this.name = 'ApiProblem';
    this.status = status;
    this.problem = problem;
    this.requestId = requestId;
    this.headers = headers ?? new Headers();
  }

  /** The last segment of the problem's type, such as budget-exhausted. */
  get code() {
    return (this.problem.type ?? '').split('/').pop();
  }

  /** Seconds from Retry-After, or null. */
  get retryAfter() {
    const value = Number(this.headers.get('Retry-After'));
    return Number.isFinite(value) && value > 0 ? value : null;
  }
}

/** Whether an error is only that the caller stopped a request. */
export const isAbort = (error) => error?.name === 'AbortError';

/** Keeps integers beyond 2^53, such as seeds, as texts with all their digits, where the browser tells them. */
function exactly(_, value, context) {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source
    ? context.source
    : value;
}

/** The URL of a path of the API, such as /v1/models, below the gateway's path prefix. */
export function urlOf(path, query) {
  const url = new URL(path.replace(/^\//, ''), ROOT);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

/**
 * Makes an API for a session.
 *
 * @param {() => string|null} credential the key or token of the session
 * @param {(problem: ApiProblem) => void} refused called when the gateway refuses the credential
 */
export function createApi(credential, refused) {
  async function send(method, path, { signal, headers, query, body, accept = 'application/json' } = {}) {
    const sent = new Headers(headers);
    sent.set('Accept', accept);
    if (credential()) {
      sent.set('Authorization', 'Bearer ' + credential());
    }
    if (body !== undefined) {
      sent.set('Content-Type', 'application/json');
    }
    let response;
    try {
      response = await fetch(urlOf(path, query), {
        method,
        headers: sent,
        signal,
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
        credentials: 'omit',
        // with no-store, browsers send Cache-Control: no-cache, and a POST with a known seed would be billed again
        cache: method === 'POST' ? 'default' : 'no-store',
        referrerPolicy: 'no-referrer',
      });
    } catch (error) {
      if (isAbort(error)) {
        throw error;
      }
      throw new ApiProblem(0, {
        title: 'The gateway does not respond',
        detail: 'The gateway could not be reached. Check the connection, and try again.',
      }, null);
    }
    if (!response.ok) {
      const problem = new ApiProblem(
        response.status, await problemOf(response), response.headers.get('X-Request-Id'), response.headers);
      if (response.status === 401) {
        refused(problem);
      }
      throw problem;
    }
    return response;
  }

  const parsed = async (response) => {
    const body = await read(response, async () => {
      const text = await response.text();
      return text === '' ? null : JSON.parse(text, exactly);
    });
    return { status: response.status, headers: response.headers, body };
  };

  return {
    /** Resolves to {status, headers, body}. */
    get: async (path, options) => parsed(await send('GET', path, options)),
    /** Resolves to {status, headers, body}. A body that is a text is sent as it is. */
    post: async (path, body, options) => parsed(await send('POST', path, { ...options, body })),
    /** Resolves to a Blob: pictures, CSV and ZIP that need the credential. */
    blob: async (path, options) => {
      const response = await send('GET', path, { accept: '*/*', ...options });
      return read(response, () => response.blob());
    },
  };
}

/** A response that ended early, or is not what the gateway sends. */
export const unreadable = (headers) => new ApiProblem(0, {
  title: 'The response could not be read',
  detail: 'The response was cut off, or did not come from the gateway. A proxy in front of the gateway may have sent it.',
}, headers.get('X-Request-Id'), headers);

/** Reads the body of a successful response. */
async function read(response, reader) {
  try {
    return await reader();
  } catch (error) {
    throw isAbort(error) ? error : unreadable(response.headers);
  }
}

async function problemOf(response) {
  try {
    const problem = JSON.parse(await response.text());
    if (problem && typeof problem === 'object') {
      return problem;
    }
  } catch {
    // a proxy's page, or an empty response
  }
  return {
    title: `The response has the status ${response.status}`,
    detail: 'It did not come from the gateway, or was cut off. A proxy in front of the gateway may have sent it.',
  };
}
