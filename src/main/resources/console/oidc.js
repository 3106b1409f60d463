// Sign-in at an OpenID Connect issuer: authorization code with PKCE (RFC 7636), done by the page without a server.

const PENDING = 'image-gateway.oidc';

/** The page's address without query and fragment; it is registered at the issuer. */
const redirectUri = () => new URL('.', document.baseURI).href;

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** Leaves the page for the issuer's. */
export async function start(settings) {
  if (!crypto.subtle) {
    throw new Error('The browser allows this sign-in only over https, or on localhost. Open the console by https.');
  }
  const pending = { state: random(), verifier: random(), hash: location.hash };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
  const url = new URL(settings.authorization_endpoint);
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: settings.client_id,
    redirect_uri: redirectUri(),
    scope: settings.scope,
    state: pending.state,
    code_challenge: base64url(challenge),
    code_challenge_method: 'S256',
  })) {
    url.searchParams.set(name, value);
  }
  location.assign(url);
}

/**
 * Exchanges the code of the issuer's response, if the page was opened with one, for a token.
 *
 * @returns {Promise<string|null>} the access token; null if there is no response
 */
export async function finish(settings) {
  const response = new URLSearchParams(location.search);
  if (!settings || !(response.has('code') || response.has('error'))) {
    return null;
  }
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
  sessionStorage.removeItem(PENDING);
  history.replaceState(null, '', location.pathname + (pending?.hash ?? ''));
  if (!pending || response.get('state') !== pending.state) {
    throw new Error('The response of the sign-in does not belong to this tab. Sign in again.');
  }
  if (response.has('error')) {
    throw new Error(`The issuer refused the sign-in: ${response.get('error_description') ?? response.get('error')}`);
  }
  return exchange(settings, response.get('code'), pending.verifier);
}

async function exchange(settings, code, verifier) {
  let answer;
  try {
    answer = await fetch(settings.token_endpoint, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri(),
        client_id: settings.client_id,
        code_verifier: verifier,
      }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    throw new Error('The issuer’s token endpoint could not be reached. It must allow this page’s origin (CORS).');
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok || !body.access_token) {
    throw new Error(`The issuer gave no token: ${body.error_description ?? body.error ?? 'status ' + answer.status}`);
  }
  return body.access_token;
}
