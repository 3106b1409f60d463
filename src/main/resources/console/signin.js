// The page for people who have not signed in.
import { html, nothing } from './lit.js';
import { problem } from './notices.js';

/** @param {import('./session.js').Session} session  @param {() => void} redraw */
export function signIn(session, redraw) {
  let isBusy = false;

  async function attempt(action) {
    isBusy = true;
    redraw();
    try {
      await action();
    } catch (error) {
      session.failure = error;
    }
    isBusy = false;
    redraw();
  }

  function submit(event) {
    event.preventDefault();
    const key = new FormData(event.target).get('key').trim();
    if (key) {
      attempt(() => session.signIn(key));
    }
  }

  const template = () => html`
    <main class="page narrow" id="main" tabindex="-1">
      <h1>Sign in</h1>
      <p>Generate pictures, and see what they cost. The console shows what the client of your key may see.</p>
      <div class="stack">
      ${session.failure ? problem(session.failure) : nothing}
      ${session.config.oidc ? html`
        <p><button type="button" class="primary wide" ?disabled=${isBusy}
          @click=${() => attempt(() => session.startOidc())}>Sign in with your account</button></p>
        <p class="divider">or</p>` : nothing}
      <form class="card stack" @submit=${submit}>
        <div class="field">
          <label for="key">Client key</label>
          <input id="key" name="key" type="password" required autocomplete="off" autocapitalize="none" spellcheck="false"
            aria-describedby="key-hint">
          <p class="hint" id="key-hint">The operators of the gateway gave it to you. It stays in this tab, and is forgotten when you close it.</p>
        </div>
        <button class=${session.config.oidc ? 'wide' : 'primary wide'} ?disabled=${isBusy}>${isBusy ? 'Signing in …' : 'Sign in'}</button>
        ${session.config.sandbox_key ? html`<button type="button" class="wide" ?disabled=${isBusy}
          @click=${() => attempt(() => session.signIn(session.config.sandbox_key))}>Use the sandbox’s development key</button>` : nothing}
      </form>
      </div>
      <p class="muted after">No key yet? The operators create one with <code>new-key</code>. Programs use the same key:
        <a href="../docs">API documentation</a>.</p>
    </main>`;
  return { title: 'Sign in', template, dispose() {} };
}
