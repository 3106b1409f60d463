// Who has signed in. The credential is kept in sessionStorage, so that it ends with the tab, and is never in a URL.
import { ApiProblem, createApi } from './api.js';
import * as oidc from './oidc.js';

const CREDENTIAL = 'image-gateway.credential';
const SIGNED_OUT = 'image-gateway.signed-out';

/** What a key or a token can be made of. */
const USABLE = /^[\x21-\x7e]+$/;

export class Session {
  #credential = sessionStorage.getItem(CREDENTIAL);
  #changed;

  /** The id of the client; null while nobody has signed in. */
  client = null;
  /** Additional permissions, such as admin. */
  roles = [];
  /** The budgets of the client at the time of the sign-in. */
  budgets = [];
  /** The page's settings from config.json. */
  config;
  /** Why the last sign-in failed or ended: an Error, or null. */
  failure = null;

  /** @param {object} config  @param {() => void} changed called when someone has signed in or out */
  constructor(config, changed) {
    this.config = config;
    this.#changed = changed;
    this.api = createApi(() => this.#credential, (problem) => this.#refused(problem));
  }

  get isAdmin() {
    return this.roles.includes('admin');
  }

  /** Whether the development key of the sandbox is in use, so that nothing costs money. */
  get isSandbox() {
    return this.client !== null && this.#credential === this.config.sandbox_key;
  }

  /** Signs in with what is known already: an issuer's response in the URL, an earlier credential, or the sandbox's key. */
  async resume() {
    try {
      const token = await oidc.finish(this.config.oidc);
      if (token) {
        return await this.signIn(token);
      }
    } catch (error) {
      this.failure = error;
      return;
    }
    if (this.#credential) {
      await this.signIn(this.#credential);
    } else if (this.config.sandbox_key && !sessionStorage.getItem(SIGNED_OUT)) {
      await this.signIn(this.config.sandbox_key);
    }
  }

  /** Signs in with a key or a token, and keeps it if the gateway accepts it. */
  async signIn(credential) {
    if (!USABLE.test(credential)) {
      // a header cannot have it, and the browser would say so in its own words
      this.#forget();
      this.failure = new ApiProblem(0, {
        title: 'This is no client key',
        detail: 'A key has no spaces, and no signs but those of ASCII. Copy it once more, without what is around it.',
      }, null);
      this.#changed();
      return;
    }
    this.#credential = credential;
    this.failure = null;
    try {
      const { body } = await this.api.get('/v1/client');
      this.client = body.id;
      this.roles = body.roles;
      this.budgets = body.budgets;
      sessionStorage.setItem(CREDENTIAL, credential);
      sessionStorage.removeItem(SIGNED_OUT);
    } catch (error) {
      this.failure = error;
      if (error.status !== 401) {
        // it may be right: a reload tries it again
        sessionStorage.setItem(CREDENTIAL, credential);
      }
    }
    this.#changed();
  }

  /** Leaves the page for the issuer. */
  startOidc() {
    return oidc.start(this.config.oidc);
  }

  /** Forgets the credential, and what the tab has kept of the session. */
  signOut() {
    this.#forget();
    Object.keys(sessionStorage).filter((name) => name.startsWith('image-gateway.')).forEach((name) => sessionStorage.removeItem(name));
    sessionStorage.setItem(SIGNED_OUT, 'true');
    this.failure = null;
    this.#changed();
  }

  #refused(problem) {
    const wasSignedIn = this.client !== null;
    this.#forget();
    this.failure = problem;
    if (wasSignedIn) {
      this.#changed();
    }
  }

  #forget() {
    this.#credential = null;
    this.client = null;
    this.roles = [];
    this.budgets = [];
    sessionStorage.removeItem(CREDENTIAL);
  }
}
