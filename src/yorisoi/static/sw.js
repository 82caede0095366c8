// The service worker: the house's door when there is no signal. The page that serves this file puts three names above
// it: VERSION (a hash of all it keeps), SHELL (our own files) and OFFLINE (the page for everything else).
//
// It keeps little: our own scripts, styles and icons; the empty capture page; and, where the owner allows it, today's
// page and the briefs that were opened. The house marks what may be kept with a header; what has no mark is not kept.
"use strict";

importScripts("/static/outbox.js");

const SHELL_CACHE = `yorisoi-shell-${VERSION}`;
const CAPTURE_CACHE = "yorisoi-capture";
const READING_CACHE = "yorisoi-reading";
const CAPTURE_PATH = "/capture/";
const EMPTY_CAPTURE = "/capture/shell/";
const SIGNED_OUT_PATH = "/accounts/login/";
const KEEP = "X-Yorisoi-Keep"; // the mark of the owner whose page this is, when it may be kept; "off" when none may be
const KEPT_AT = "X-Yorisoi-Kept-At";
// A weak signal: after this a kept copy is better than a white page. The empty sheet is as good kept as fresh; of
// today's page the fresh one is worth a wait.
const SHEET_PATIENCE_MS = 3000;
const READING_PATIENCE_MS = 10_000;
const MOST_PAGES = 12; // today and the briefs of a season
const GATEWAY_TROUBLE = [502, 503, 504]; // the house itself did not answer

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL_CACHE);
    await cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" })));
    await cache.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit", cache: "reload" }));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const wanted = [SHELL_CACHE, CAPTURE_CACHE, READING_CACHE];
    for (const name of await caches.keys()) {
      if (name.startsWith("yorisoi-") && !wanted.includes(name)) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else if (SHELL.includes(url.pathname)) event.respondWith(file(event.request, url.pathname));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "captures") event.waitUntil(sendLater());
});
async function sendLater() {
  const state = await Outbox.send();
  if (state === "offline" || state === "stopped") throw new Error(state); // the browser tries again
}

// A page that was there before this worker asks to be looked at.
self.addEventListener("message", (event) => {
  if (event.data?.type !== "look") return;
  event.waitUntil((async () => {
    await self.clients.claim();
    const response = await fetch(event.data.path, { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (response?.ok) await learn(event.data.path, response);
  })());
});

async function page(event, path) {
  const asked = fetch(event.request);
  const kept = await find(path);
  try {
    const response = kept ? await within(asked, path === CAPTURE_PATH ? SHEET_PATIENCE_MS : READING_PATIENCE_MS) : await asked;
    if (GATEWAY_TROUBLE.includes(response.status)) throw new Error("gateway");
    if (response.ok) event.waitUntil(learn(path, response.clone()));
    return response;
  } catch {
    asked.catch(() => undefined); // it may still fail after we stopped waiting
    return kept ?? caches.match(OFFLINE);
  }
}

async function file(request, path) {
  const kept = await caches.match(path, { cacheName: SHELL_CACHE });
  try {
    const asked = fetch(request);
    const response = kept ? await within(asked, SHEET_PATIENCE_MS) : await asked;
    return response.ok || !kept ? response : kept;
  } catch {
    return kept ?? Response.error();
  }
}

function within(asked, patience) {
  return Promise.race([asked, new Promise((_, reject) => setTimeout(reject, patience, new Error("slow")))]);
}

// What a page that came tells: nobody is signed in any more, nothing may be kept, or this one may.
async function learn(path, response) {
  if (path === SIGNED_OUT_PATH) return forget();
  const mark = response.headers.get(KEEP);
  if (mark === "off") await caches.delete(READING_CACHE);
  else if (mark) await keep(READING_CACHE, path, response, mark);
  if (response.headers.get("Content-Type")?.startsWith("text/html")) await keepEmptyCapture();
}

async function keepEmptyCapture() {
  const response = await fetch(EMPTY_CAPTURE, { redirect: "manual", cache: "no-store" }).catch(() => null);
  const mark = response?.ok && response.headers.get(KEEP);
  if (mark) await keep(CAPTURE_CACHE, CAPTURE_PATH, response, mark);
}

async function keep(name, path, response, mark) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const other = await cache.match(request);
    if (other.headers.get(KEEP) !== mark) await cache.delete(request); // another owner's
  }
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  await cache.delete(path); // so that the newest stands last
  await cache.put(path, new Response(await response.blob(), { status: 200, headers }));
  const keys = await cache.keys();
  for (const request of keys.slice(0, Math.max(0, keys.length - MOST_PAGES))) await cache.delete(request);
}

async function forget() {
  await caches.delete(CAPTURE_CACHE);
  await caches.delete(READING_CACHE);
}

// The kept copy of a page; today's and the briefs' say of when they are.
async function find(path) {
  if (path === CAPTURE_PATH) return (await caches.match(path, { cacheName: CAPTURE_CACHE })) ?? null;
  const kept = await caches.match(path, { cacheName: READING_CACHE });
  if (!kept) return null;
  const at = new Date(kept.headers.get(KEPT_AT));
  const when = `${at.getMonth() + 1}月${at.getDate()}日 ${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
  const line = `電波がないため、${when} のものを表示しています`;
  const text = (await kept.text()).replace('<p id="kept-note" hidden>', `<p id="kept-note" class="notice notice--gentle">${line}`);
  return new Response(text, { status: 200, headers: kept.headers });
}
