// Small comforts. Every page reads and saves without this file.
"use strict";

// Buttons that only a script can serve are hidden until one is here.
function reveal() {
  for (const button of document.querySelectorAll("[data-copy][hidden], [data-print][hidden]")) button.hidden = false;
}
document.addEventListener("DOMContentLoaded", reveal);
document.addEventListener("htmx:afterSwap", reveal);

// Copy: <button data-copy="#id-of-text" data-copied="コピーしました">コピー</button>
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const text = "value" in source ? source.value : source.textContent;
  try {
    await navigator.clipboard.writeText(text);
    say(button.dataset.copied || "コピーしました");
  } catch {
    // Plain http on another machine has no clipboard: select the text so that one key copies it.
    if ("select" in source) source.select();
    else getSelection().selectAllChildren(source);
    say("文を選びました。コピーの操作をお願いします");
  }
});

// Print, or save as a PDF, as the browser offers: <button data-print>印刷・PDFにする</button>
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A form that has been sent does not go twice; the server keeps the same promise without this.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
// Coming back with the back button shows a page that may be used again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// After a part of the page was exchanged, go where the reader would look: [data-focus] inside it.
document.addEventListener("htmx:afterSwap", (event) => {
  const target = document.querySelector("[data-focus]");
  if (!target) return;
  target.removeAttribute("data-focus");
  target.focus({ preventScroll: true });
});

document.addEventListener("htmx:sendError", () => say("つながりませんでした。少し待って、もう一度お試しください", "gentle"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) say("うまくいきませんでした。ページを読み直すと続けられます", "gentle");
});

// Say something in the polite live region.
function say(text, kind = "ok") {
  const region = document.getElementById("messages");
  if (!region) return;
  const notice = document.createElement("p");
  notice.className = `notice notice--${kind}`;
  notice.textContent = text;
  region.replaceChildren(notice);
}
