// Nothing that somebody typed is lost: a guard on leaving, drafts kept in this browser tab, and a stop on what is too large to send.
"use strict";

(() => {
  const LIMIT = 10 * 1024 * 1024;
  const KEY = "draft:";
  const bytes = (text) => new Blob([text]).size;
  const megabytes = (size) => `${(size / 1024 / 1024).toFixed(size < 100 * 1024 * 1024 ? 1 : 0)} MB`;
  const limitOf = (form) => Number(form?.dataset.limit) || LIMIT;

  const beside = (field, stop) => {
    const id = `${field.id || field.name}-said`;
    let box = document.getElementById(id);
    if (!box) {
      box = document.createElement("div");
      box.id = id;
      box.className = "beside-field";
      box.setAttribute("role", "status");
      field.after(box);
    }
    box.classList.toggle("beside-field-stop", Boolean(stop));
    box.replaceChildren();
    return box;
  };

  const say = (field, words) => {
    const box = beside(field, true);
    box.textContent = words;
  };

  // Too large, when pasting

  document.addEventListener("paste", (event) => {
    const field = event.target.closest?.("textarea, input, [contenteditable]");
    const form = field?.closest("form");
    if (!form) return;
    const size = bytes(event.clipboardData?.getData("text/html") || event.clipboardData?.getData("text/plain") || "");
    if (size <= limitOf(form)) return;
    event.preventDefault();
    event.stopPropagation();
    say(field, `What you pasted is ${megabytes(size)}; at most ${megabytes(limitOf(form))} can be sent. Nothing was pasted and what you had typed is still here. Attach it as a file instead.`);
  }, true);

  // Too large, when sending

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const texts = [...form.elements].filter((field) => field.matches?.("textarea, input:not([type=file])"));
    const total = texts.reduce((sum, field) => sum + field.value.length, 0);
    if (total <= limitOf(form) / 4) return;
    const size = texts.reduce((sum, field) => sum + bytes(field.value), 0);
    if (size <= limitOf(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const largest = texts.reduce((a, b) => (b.value.length > a.value.length ? b : a));
    say(largest, `This is ${megabytes(size)}; at most ${megabytes(limitOf(form))} can be sent. Nothing was sent and nothing is lost. Shorten it, or attach it as a file.`);
    largest.focus();
  }, true);

  // Leaving with unsaved words

  const written = (form) => [...form.elements].some((field) => {
    if (field.matches?.("textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file])")) return field.value !== field.defaultValue;
    return field.type === "file" && field.files.length > 0;
  });

  window.addEventListener("beforeunload", (event) => {
    const forms = [...document.querySelectorAll("form[method=post]:not([data-sent])")];
    if (forms.some(written)) event.preventDefault();
  });

  // Drafts of long texts, in this tab only

  // At one address somebody may write for several; the form says for whom.
  const whereOf = (form) => `${location.pathname}${form?.dataset.draftOf ? `@${form.dataset.draftOf}` : ""}`;
  const keyOf = (field) => `${KEY}${whereOf(field.form)}#${field.form?.id ?? ""}.${field.name}`;
  const read = (key) => JSON.parse(sessionStorage.getItem(key) ?? "null");
  const write = (key, draft) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // The browser's room is full or closed to us: the text is still in its field.
    }
  };
  const drafts = () => Object.keys(sessionStorage).filter((key) => key.startsWith(KEY));
  const keeps = (field) => field.matches?.("textarea") && field.form?.method === "post" && field.name;

  const keep = (event) => {
    const field = event.target;
    if (!keeps(field)) return;
    if (field.value === field.defaultValue) sessionStorage.removeItem(keyOf(field));
    else write(keyOf(field), { text: field.value, at: new Date().toTimeString().slice(0, 5) });
  };
  document.addEventListener("input", keep);
  // A page that saves as one types says of a field that it did; what was typed since is kept on.
  document.addEventListener("saved", keep);

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.matches("[data-forget-drafts]")) return drafts().forEach((key) => sessionStorage.removeItem(key));
    for (const field of [...event.target.elements].filter(keeps)) {
      const draft = read(keyOf(field));
      if (draft) write(keyOf(field), { ...draft, sent: true });
    }
  });

  const press = (words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  };

  const offer = (field) => {
    const key = keyOf(field);
    const draft = read(key);
    if (!draft) return;
    if (draft.text === field.value) return sessionStorage.removeItem(key);
    const box = beside(field);
    const close = () => { box.remove(); field.focus(); };
    box.append(`At ${draft.at} you had typed something else here that was not saved. `);
    box.append(press("Bring it back", () => {
      field.value = draft.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      close();
    }));
    box.append(press("Drop it", () => { sessionStorage.removeItem(key); close(); }));
  };

  // What was sent and taken needs no draft; pages that say "not taken" leave it be.
  const taken = !document.body.hasAttribute("data-not-taken") && !document.querySelector("[data-error-summary]");
  if (taken) drafts().filter((key) => read(key)?.sent).forEach((key) => sessionStorage.removeItem(key));
  [...document.querySelectorAll("form[method=post] textarea")].filter(keeps).forEach(offer);
})();
