// On every page: the service worker, what waits to be sent, and forgetting when nobody is signed in.
"use strict";

const AGAIN_MS = 30_000; // between two tries while something waits and the page is looked at
const SYNC_TAG = "captures";

const Phone = (() => {
  const home = () => document.body.classList.contains("at-home");

  // Tell everyone on the page how many wait, and why they still do.
  async function tell(state) {
    let items = [];
    try {
      items = await Outbox.all();
    } catch {
      return; // a browser that keeps nothing has nothing waiting
    }
    for (const place of document.querySelectorAll("[data-waiting-note]")) {
      place.hidden = items.length === 0;
      for (const number of place.querySelectorAll("[data-waiting-count]")) number.textContent = items.length;
    }
    document.dispatchEvent(new CustomEvent("outbox", { detail: { items, state } }));
  }

  let sending = null;
  // Send what waits; asked twice at once, it goes once and then once more for what came in between.
  function send() {
    sending = (sending ?? Promise.resolve()).then(deliver);
    return sending;
  }
  async function deliver() {
    if (!home()) return tell("signed-out");
    let state = "stopped";
    try {
      state = await Outbox.send(() => {
        document.dispatchEvent(new Event("outbox:arrived"));
        return tell("sending");
      });
    } catch {
      return; // no store in this browser: the page's own form sends
    }
    if (state !== "done") await askForSync();
    await tell(state);
  }

  // Where the browser can, the worker sends later, with no page open.
  async function askForSync() {
    if (!("serviceWorker" in navigator)) return;
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration?.sync) await registration.sync.register(SYNC_TAG).catch(() => undefined); // not allowed: the page sends
  }

  async function settle() {
    if (!("serviceWorker" in navigator)) return;
    const wasLooked = performance.getEntriesByType("navigation")[0]?.workerStart > 0;
    await navigator.serviceWorker.register("/sw.js");
    const ready = await navigator.serviceWorker.ready;
    // A page that came past the worker, as the very first does: let it look at this one, too.
    if (!wasLooked && home()) ready.active.postMessage({ type: "look", path: location.pathname });
  }

  // Nobody is signed in: what was kept for reading goes. What waits to be sent stays, and the page says so.
  async function forget() {
    localStorage.removeItem("yorisoi-capture-event");
    if (!("caches" in window)) return;
    for (const name of await caches.keys()) if (!name.startsWith("yorisoi-shell-")) await caches.delete(name);
  }

  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(async () => {
    if (document.hidden || !navigator.onLine) return;
    if ((await Outbox.all().catch(() => [])).some((item) => !item.refused)) send();
  }, AGAIN_MS);

  function begin() {
    if ("outside" in document.body.dataset) forget();
    settle().catch(() => undefined); // plain http beyond this machine has no workers: everything else works
    send();
  }
  document.addEventListener("DOMContentLoaded", begin); // deferred scripts run before it, all of them

  return { send, tell };
})();
