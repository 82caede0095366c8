// The capture page: what is saved goes to this phone first and to the house as soon as there is a way.
"use strict";

(() => {
  const form = document.getElementById("capture");
  const field = (name) => form.elements[name];
  const MOST_BYTES = 20 * 1024 * 1024; // as the house takes them
  const CHOICE = "yorisoi-capture-event"; // which gathering was chosen, for the next person and the next page
  const CHOICE_HOURS = 12; // an evening
  let taking = false;
  let mending = null; // the waiting item that was taken into the form again
  let shown = null;

  // randomUUID needs https or localhost; the form works without either.
  function freshId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (taking) return; // the second of two taps
    taking = true;
    try {
      await take();
    } finally {
      taking = false;
    }
  });

  async function take() {
    const file = field("photo").files[0];
    const item = {
      client_id: mending?.client_id ?? freshId(),
      version: freshId(), // what is on its way and what was mended since are told apart by it
      owner: form.dataset.owner,
      event: field("event").value,
      event_name: field("event_name").value.trim(),
      name: field("name").value.trim(),
      note: field("note").value.trim(),
      code: field("code").value.trim(),
      photo: mending?.photo ?? null,
      photo_name: mending?.photo_name ?? "",
      captured_at: mending?.captured_at ?? new Date().toISOString(),
      amend: Boolean(mending), // it may have arrived once, with its answer lost
    };
    if (file && file.size > MOST_BYTES) return say("写真が大きすぎます(20MBまで)。もう一度お撮りください", "gentle");
    if (file) {
      // A copy of its own: the picture chosen may be gone from the camera before the signal is back.
      item.photo = new Blob([await file.arrayBuffer()], { type: file.type });
      item.photo_name = file.name;
    }
    if (!(item.name || item.note || item.code || item.photo)) {
      field("name").focus();
      return say("お名前かひとこと、またはお写真を入れてください", "gentle");
    }
    try {
      await Outbox.put(item);
    } catch {
      // No room, or a browser that keeps nothing: the form goes by itself while there is a way.
      if (navigator.onLine) return form.submit();
      return say("この端末に残せませんでした。このページを開いたままにしておいてください", "gentle");
    }
    next(item);
    Phone.send();
    navigator.storage?.persist?.(); // asks the browser not to clear what waits when room grows short
  }

  // An empty sheet for the next person, in the same gathering, with the pen in hand.
  function next(item) {
    mending = null;
    for (const name of ["name", "note", "code", "photo"]) field(name).value = "";
    field("client_id").value = freshId();
    remember();
    preview();
    say(`${item.name ? `${item.name}さんを` : ""}控えました。次の方をどうぞ`);
    scrollTo({ top: 0 });
    field("name").focus({ preventScroll: true });
    Phone.tell();
  }

  // The photo, small, so that one sees it is there.
  function preview() {
    const image = document.getElementById("preview");
    const photo = field("photo").files[0] ?? mending?.photo;
    if (shown) URL.revokeObjectURL(shown);
    shown = photo ? URL.createObjectURL(photo) : null;
    image.hidden = !shown;
    if (shown) image.src = shown;
    else image.removeAttribute("src");
    form.querySelector("[data-shoot]").textContent = shown ? "撮りなおす" : "名刺を撮る";
  }
  field("photo").addEventListener("change", preview);

  // The gathering chosen stays chosen for the evening.
  function remember() {
    const choice = { event: field("event").value, name: field("event_name").value, owner: form.dataset.owner, at: Date.now() };
    try {
      localStorage.setItem(CHOICE, JSON.stringify(choice));
    } catch {
      return; // it is chosen again by hand
    }
  }
  function recall() {
    let choice = null;
    try {
      choice = JSON.parse(localStorage.getItem(CHOICE));
    } catch {
      return;
    }
    if (!choice || choice.owner !== form.dataset.owner || Date.now() - choice.at > CHOICE_HOURS * 3_600_000) return;
    if (new URLSearchParams(location.search).has("event") || field("event").value) return;
    if ([...field("event").options].some((option) => option.value === choice.event)) field("event").value = choice.event;
    field("event_name").value = choice.name;
    if (choice.name) field("event_name").closest("details").open = true;
  }
  field("event").addEventListener("change", () => { field("event_name").value = ""; remember(); });
  field("event_name").addEventListener("change", remember);

  // What waits on this phone.
  const REASONS = {
    "signed-out": "サインインすると送られます。",
    offline: "つながったときに、ひとりでに送ります。",
    sending: "送っています。",
    stopped: "いまは送れませんでした。少ししてから、もう一度送ります。",
  };
  const arrived = () => document.body.dispatchEvent(new Event("arrived"));
  document.addEventListener("outbox:arrived", arrived);
  let before = 0;
  let state = "";
  document.addEventListener("outbox", ({ detail }) => {
    const mine = detail.items.filter((item) => item.owner === form.dataset.owner);
    state = detail.state ?? state;
    const section = document.getElementById("waiting");
    section.hidden = mine.length === 0;
    section.querySelector("[data-waiting-count]").textContent = mine.length;
    const many = document.getElementById("how-many"); // above the fold, too
    many.hidden = mine.length === 0;
    many.textContent = `いま${mine.length}件`;
    document.getElementById("waiting-why").textContent =
      REASONS[navigator.onLine ? state : "offline"] ?? "";
    document.getElementById("sign-in").hidden = state !== "signed-out" || !navigator.onLine;
    document.getElementById("waiting-list").replaceChildren(...mine.map(row));
    if (mine.length < before) arrived(); // by another tab, or by the worker
    before = mine.length;
    signal();
  });

  function row(item) {
    const part = document.getElementById("waiting-row").content.cloneNode(true);
    const who = item.name || "お名前はまだ";
    part.querySelector("[data-name]").textContent = who;
    const words = [time(item.captured_at), item.photo ? "写真" : "", item.note.slice(0, 40)];
    part.querySelector("[data-sub]").textContent = words.filter(Boolean).join(" · ");
    const refused = part.querySelector("[data-refused]");
    refused.textContent = item.refused ?? "";
    refused.hidden = !item.refused;
    part.querySelector("[data-mend]").addEventListener("click", () => mend(item.client_id));
    part.querySelector("[data-drop]").addEventListener("click", () => drop(item.client_id, who));
    return part;
  }
  const time = (iso) => new Date(iso).toLocaleTimeString("ja-JP", { hour: "numeric", minute: "2-digit" });

  // Take one back into the form; it stays stored as it was until it is saved anew.
  async function mend(id) {
    const item = await Outbox.find(id);
    if (!item) return;
    mending = item;
    for (const name of ["event", "event_name", "name", "note", "code"]) field(name).value = item[name];
    preview();
    scrollTo({ top: 0 });
    field("name").focus({ preventScroll: true });
  }
  async function drop(id, who) {
    if (!confirm(`${who}の控えを、この端末から消しますか。まだ送っていません。`)) return;
    await Outbox.remove(id);
    before -= 1; // thrown away, not arrived
    Phone.tell();
  }

  function signal() {
    document.getElementById("no-signal").hidden = navigator.onLine;
  }
  addEventListener("online", signal);
  addEventListener("offline", () => { signal(); Phone.tell("offline"); });
  document.getElementById("send-now").addEventListener("click", () => Phone.send());

  // The kept copy of this page shows nobody; with a signal it asks who has arrived.
  if ("shell" in document.getElementById("arrived").dataset && navigator.onLine) {
    addEventListener("load", arrived);
  }
  recall();
  signal();
  field("name").focus({ preventScroll: true });
})();
