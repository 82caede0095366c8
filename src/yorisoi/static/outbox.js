// The outbox: what was captured on this phone and has not arrived at the house yet.
//
// Shared by the pages and by the service worker. An item is let go only when the house has answered with its very id;
// an answer that was lost is asked for again, and the house writes the same id down only once.
"use strict";

const Outbox = (() => {
  const DATABASE = "yorisoi-captures";
  const STORE = "waiting";
  const LOCK = "yorisoi-captures"; // one sender at a time among all tabs and the worker
  const ASKING_MS = 10_000; // whose house is this: a few hundred bytes
  const SENDING_MS = 180_000; // a photo of 20 MB over a weak signal; cut off, it is sent again
  const TOKEN_URL = "/capture/token/";
  const RECEIVE_URL = "/capture/receive/";
  let opening = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "client_id" });
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("blocked"));
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        request.result.onclose = () => { opening = null; };
        resolve(request.result);
      };
    });
    opening.catch(() => { opening = null; });
    return opening;
  }

  // One transaction; settled when it is on the disk, not when it was asked for.
  async function run(mode, act) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const put = (item) => run("readwrite", (store) => store.put(item));
  const remove = (id) => run("readwrite", (store) => store.delete(id));
  // Only as it was sent: what its owner mended meanwhile stays, and goes again.
  const settle = (item, next) => run("readwrite", (store) => {
    const request = store.get(item.client_id);
    request.addEventListener("success", () => {
      if (request.result?.version !== item.version) return;
      if (next) store.put(next);
      else store.delete(item.client_id);
    });
    return request;
  });
  const find = (id) => run("readonly", (store) => store.get(id));
  const all = async () => (await run("readonly", (store) => store.getAll()))
    .sort((one, other) => one.captured_at.localeCompare(other.captured_at));

  // Send whatever waits. Answers where it stands: "done", "offline", "signed-out" or "stopped".
  // Without locks (plain http) two tabs may send the same, and the house keeps it once.
  const send = (told = () => {}) =>
    (navigator.locks ? navigator.locks.request(LOCK, () => deliver(told)) : deliver(told));

  async function deliver(told) {
    const tried = new Set();
    let door = null;
    for (;;) {
      // Read anew each time: another tab may have added or mended one meanwhile.
      const item = (await all()).find((one) => !one.refused && !tried.has(one.client_id));
      if (!item) return "done";
      tried.add(item.client_id);
      try {
        door ??= await ask();
        if (door === null) return "signed-out";
        if (item.owner !== door.owner) continue; // another person's: it waits for them
        const state = await post(item, door);
        if (state !== "kept") return state;
      } catch {
        return "offline";
      }
      told();
    }
  }

  // Whose house is this now, and the word against forged forms; null when nobody is signed in.
  async function ask() {
    const answer = await fetch(TOKEN_URL, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(ASKING_MS) });
    if (answer.type === "opaqueredirect" || answer.status === 401) return null;
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function post(item, door) {
    const body = new FormData();
    for (const name of ["client_id", "owner", "event", "event_name", "name", "note", "code", "captured_at"]) {
      body.append(name, item[name] ?? "");
    }
    if (item.amend) body.append("amend", "1");
    if (item.photo) body.append("photo", item.photo, item.photo_name || "photo.jpg");
    const answer = await fetch(RECEIVE_URL, {
      method: "POST", body, redirect: "manual", cache: "no-store",
      headers: { "X-CSRFToken": door.csrf }, signal: AbortSignal.timeout(SENDING_MS),
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return "signed-out";
    if (answer.status >= 500 || answer.status === 403 || answer.status === 409) return "stopped";
    if (answer.status === 413) return refuse(item, "写真が大きすぎて送れませんでした。撮りなおすか、お名前だけで控えられます。");
    const said = await answer.json();
    if (said.client_id !== item.client_id) return "stopped";
    if (!answer.ok) return refuse(item, said.refused || "この控えは受け取れませんでした。");
    await settle(item, null);
    return "kept";
  }

  // It stays on the phone, with the reason, until its owner mends it or throws it away.
  async function refuse(item, sentence) {
    await settle(item, { ...item, refused: sentence });
    return "kept";
  }

  return { put, remove, find, all, send };
})();
