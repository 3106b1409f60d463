// The frame of the console: sign-in, navigation, and the view that the URL's fragment names.
import { html, nothing, render } from './lit.js';
import { Session } from './session.js';
import { signIn } from './signin.js';
import { busy, problem } from './notices.js';

/** Loaded when they are first opened. */
const VIEWS = {
  playground: { label: 'Playground', load: () => import('./views/playground.js') },
  generations: { label: 'Generations', load: () => import('./views/generations.js') },
  usage: { label: 'Usage', load: () => import('./views/usage.js') },
  clients: { label: 'Clients', load: () => import('./views/clients.js'), isForAdmins: true },
  status: { label: 'Status', load: () => import('./views/status.js'), isForAdmins: true },
};

const root = document.getElementById('app');
let session;
let view = null;
let viewName = null;
let failure = null;
let isScheduled = false;
let opened = 0;

/** Renders once after the current task, however often it was asked for. */
function redraw() {
  if (!isScheduled) {
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      draw();
    });
  }
}

function draw() {
  const page = session.client === null ? view.template() : frame();
  if (!document.documentElement.dataset.ready) {
    root.replaceChildren();
    document.documentElement.dataset.ready = 'true';
  }
  render(page, root);
}

function frame() {
  const isShown = ([, { isForAdmins }]) => !isForAdmins || session.isAdmin;
  return html`
    <button type="button" class="skip" @click=${() => document.getElementById('main').focus()}>Skip to the content</button>
    <header class="top">
      <a class="brand" href="#/playground"><img src="../favicon.ico" alt="" width="24" height="24"><span>Image gateway</span></a>
      <nav aria-label="Views">${Object.entries(VIEWS).filter(isShown).map(([name, { label }]) => html`
        <a href="#/${name}" aria-current=${name === viewName ? 'page' : nothing}>${label}</a>`)}</nav>
      <div class="account">
        ${session.isSandbox ? html`<span class="badge info" title="The sandbox simulates the images, and they cost play money.">play money</span>` : nothing}
        <span class="client" title="The client of your key">${session.client}</span>
        <button type="button" class="quiet" @click=${() => session.signOut()}>Sign out</button>
      </div>
    </header>
    <main class="page" id="main" tabindex="-1">${content()}</main>`;
}

function content() {
  if (failure) {
    return problem(failure, { retry: () => location.reload(), retryLabel: 'Reload the page' });
  }
  try {
    return view ? view.template() : busy();
  } catch (error) {
    console.error(error);
    return problem(error, { retry: () => location.reload(), retryLabel: 'Reload the page' });
  }
}

function close() {
  view?.dispose();
  view = null;
  viewName = null;
  failure = null;
}

/** Opens the view of the URL's fragment. One whose parameters alone have changed can take them over without closing. */
async function open({ isFirst = false } = {}) {
  const attempt = ++opened;
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const name = Object.hasOwn(VIEWS, path) && (!VIEWS[path].isForAdmins || session.isAdmin) ? path : 'playground';
  const params = new URLSearchParams(query ?? '');
  if (name === viewName && view?.paramsChanged) {
    view.paramsChanged(params);
    redraw();
    return;
  }
  close();
  viewName = name;
  document.title = `${VIEWS[name].label} – Image gateway`;
  redraw();
  try {
    const module = await VIEWS[name].load();
    if (attempt === opened) {
      view = module.mount({ api: session.api, session, redraw, navigate, params });
    }
  } catch (error) {
    console.error(error);
    failure = new Error('A part of the console could not be loaded. It may have been updated: reload the page.');
  }
  if (attempt === opened) {
    draw();
    if (!isFirst) {
      document.getElementById('main').focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }
}

/** Goes to a view, such as #/generations?state=unknown. */
function navigate(hashPath) {
  location.hash = hashPath;
}

function sessionChanged() {
  close();
  opened++;
  if (session.client === null) {
    view = signIn(session, redraw);
    document.title = 'Sign in – Image gateway';
    redraw();
  } else {
    open({ isFirst: true });
  }
}

async function start() {
  const response = await fetch('config.json', { credentials: 'omit' });
  session = new Session(await response.json(), sessionChanged);
  await session.resume();
  if (session.client === null) {
    sessionChanged();
  }
  addEventListener('hashchange', () => session.client !== null && open());
}

start().catch((error) => {
  console.error(error);
  root.replaceChildren();
  render(html`<main class="page narrow">${problem(
    new Error('The console could not be started, because the gateway does not respond.'),
    { retry: () => location.reload(), retryLabel: 'Reload the page' })}</main>`, root);
});
