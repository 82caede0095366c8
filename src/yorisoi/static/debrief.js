// The sheet of the debrief, saved as one goes. Without this file its buttons save it.
"use strict";

const PAUSE = 700; // milliseconds after the last key: long enough for a word, short enough for a tab that dies

document.addEventListener("DOMContentLoaded", () => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const told = document.getElementById("saved");
  const alike = document.getElementById("alike");
  const address = sheet.getAttribute("action"); // the buttons are called "action", too
  let timer = 0;
  let dirty = false;
  let asks = false; // a name or an address changed: this may be somebody in the book
  let last = Promise.resolve(); // one after the other, so that the later words stay

  async function send() {
    clearTimeout(timer);
    if (!dirty || sheet.dataset.sent) return;
    const asked = asks;
    dirty = asks = false;
    const headers = { "HX-Request": "true", "HX-Target": asked ? "alike" : "saved" };
    try {
      // It outlives the page: who closes the tab has saved.
      const answer = await fetch(address, { method: "POST", body: new FormData(sheet), headers, keepalive: true });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const part = await answer.text();
      if (asked && !asks) alike.innerHTML = part;
      told.textContent = asked ? "ここまで残しました。" : part.trim();
    } catch {
      dirty = true;
      asks = asks || asked;
      told.textContent = "いまは届きませんでした。このページを開いたまま、もう一度お試しください。";
    }
  }
  function save() {
    last = last.then(send);
  }
  function changed(event, pause) {
    dirty = true;
    asks = asks || event.target.closest("[data-who]") !== null;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  sheet.addEventListener("input", (event) => changed(event, PAUSE));
  sheet.addEventListener("change", (event) => changed(event, 0));
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
  addEventListener("pagehide", send);
});
