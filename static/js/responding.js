// A response is saved as it is typed, part by part, and colleagues see who writes where. Without this file a button saves.
"use strict";

(() => {
  const form = document.querySelector("form[data-respond]");
  if (!form) return;

  const PAUSE = 1500;
  const IDLE = 60 * 1000;
  const RETRY = [3, 6, 15, 30];
  const MOST = Number(form.dataset.most);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const known = new WeakMap();

  const announce = (words) => {
    const region = document.getElementById("announce");
    if (region) region.textContent = words;
  };
  const time = () => new Date().toTimeString().slice(0, 5);
  const partOf = (node) => node?.closest?.("[data-part]");
  const fieldsOf = (part) => [...part.querySelectorAll("input[name], textarea[name], select[name]")];
  const isNew = (part) => part.dataset.part === "c-new";
  // stopped: until whoever writes has chosen. waits: until a colleague has gone. wrong: until it is put right.
  // lost: what was sent and not answered; it may have arrived.
  const stateOf = (part) => {
    if (!known.has(part)) known.set(part, { dirty: false, sending: false, again: false, failed: 0, typed: 0, stopped: false, waits: false, wrong: false, lost: null });
    return known.get(part);
  };

  // What is said beside a part, and in the bar for all of them

  const say = (part, words, trouble = false) => {
    const line = part.querySelector("[data-state]");
    if (!line || line.textContent === words) return;
    line.textContent = words;
    line.classList.toggle("respond-trouble", trouble);
    if (trouble) announce(words);
  };

  const parts = () => [...form.querySelectorAll("[data-part]")];

  const sayOfAll = () => {
    const line = form.querySelector("[data-all-state]");
    const open = parts().map(stateOf);
    if (open.some((state) => state.failed)) line.textContent = "Not saved: no connection. Your words are kept here.";
    else if (open.some((state) => state.stopped || state.waits || state.wrong)) line.textContent = "Something is not saved: see above.";
    else if (open.some((state) => state.dirty || state.sending)) line.textContent = "Saving…";
    else line.textContent = "Everything is saved.";
  };

  // Saving

  const collect = (part) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    for (const field of fieldsOf(part)) {
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      data.append(field.name, field.value);
    }
    return data;
  };

  const tooLong = (part) => fieldsOf(part).find((field) => field.matches("textarea") && field.value.length > MOST);

  const settled = (part, sent) => {
    for (const field of fieldsOf(part)) {
      if (!field.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox])")) continue;
      const value = sent.get(field.name);
      if (value === null) continue;
      field.defaultValue = value;
      field.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    }
  };

  const becomes = (part, key) => {
    // The comment that was added is the same fields under its own name; those of the next are fetched below it.
    const was = part.dataset.part;
    for (const node of [part, ...part.querySelectorAll("*")]) {
      for (const { name, value } of [...node.attributes]) {
        if (name !== "value" && value.includes(was)) node.setAttribute(name, value.replaceAll(was, key));
      }
    }
    const button = part.querySelector("[data-remove]");
    if (button) {
      button.value = key;
      button.parentElement.hidden = false;
    }
    if (was !== "c-new") return;
    const next = document.createElement("div");
    part.after(next);
    htmx.ajax("GET", part.dataset.fresh.replace(key, was), { target: next, swap: "outerHTML" });
  };

  const tell = (part, told) => {
    const progress = form.querySelector("[data-progress]");
    if (progress && told.progress) progress.textContent = told.progress;
    sayOver(told.over);
    if (told.seen && told.state !== "clash" && told.state !== "held") part.querySelector("[data-seen]").value = told.seen;
    if (told.version && told.state !== "clash") part.dataset.version = told.version;
    const read = part.querySelector("[data-read]");
    if (read && told.read !== undefined) read.textContent = told.read;
    const needs = part.querySelector("[data-needs]");
    if (needs && told.needs !== undefined) needs.textContent = told.needs;
    mark(part);
  };

  const sayOver = (words) => {
    const over = form.querySelector("[data-over]");
    if (!over || words === undefined) return;
    over.hidden = !words;
    if (words && over.textContent !== words) announce(words);
    over.textContent = words;
  };

  const mark = (part) => {
    const link = document.querySelector(`[data-mark="${part.dataset.part}"]`);
    if (!link) return;
    const said = fieldsOf(part).some((field) => {
      if (field.type === "hidden" || field.name.endsWith("-confidential")) return false;
      return field.type === "radio" || field.type === "checkbox" ? field.checked && field.value : field.value.trim();
    });
    link.classList.toggle("respond-done", said);
    link.querySelector("[data-mark-words]").textContent = said ? ", answered" : "";
  };

  const clash = (part, told) => {
    const state = stateOf(part);
    if (told.state === "held") state.waits = state.dirty = true;
    else state.stopped = true;
    say(part, told.html ? "Not saved yet: see above." : `Not saved: ${told.words}`, true);
    if (told.html) {
      const slot = part.querySelector("[data-clash]");
      slot.innerHTML = told.html;
      slot.firstElementChild.focus({ preventScroll: false });
    }
    if (told.state === "held") look();
  };

  const whyNot = (answer) => {
    if (answer.redirected) return "you are signed out. Sign in in another tab, then reload this page";
    if (answer.status === 403) return "you may not write here any more, or have signed in anew. Reload this page to see";
    if (answer.status === 413) return "it is too large to be sent. Shorten it, or attach it as a file";
    return "something went wrong. Reload this page";
  };

  const answered = async (part, answer, sent) => {
    const state = stateOf(part);
    if (answer.redirected || !answer.headers.get("content-type")?.includes("json")) {
      state.stopped = true;
      say(part, `Not saved: ${whyNot(answer)}. Your words are kept in this tab.`, true);
      return;
    }
    const told = await answer.json();
    tell(part, told);
    if (answer.ok) {
      settled(part, sent);
      forgetChoices(part);
      if (told.part && told.part !== part.dataset.part) becomes(part, told.part);
      say(part, told.words);
    } else if (answer.status === 409) {
      clash(part, told);
    } else {
      // Incomplete or not understood yet: what stands beside it is saved with the next stroke that completes it.
      state.wrong = true;
      say(part, `Not saved yet: ${told.words}`, !isNew(part));
    }
  };

  // What is chosen or entered beside the texts is kept in this tab while there is no connection, as texts are by writing.js;
  // under a name of the same kind, so that it is forgotten with them.

  const keyOf = (part) => `draft:choices:${location.pathname}@${form.dataset.draftOf}#${part.dataset.part}`;
  const isBox = (field) => field.matches("[type=radio], [type=checkbox]");
  const choicesOf = (part) => {
    const fields = fieldsOf(part).filter((field) => field.id && !field.matches("textarea, [type=hidden]"));
    return Object.fromEntries(fields.map((field) => [field.id, isBox(field) ? field.checked : field.value]));
  };
  const forgetChoices = (part) => sessionStorage.removeItem(keyOf(part));
  const keepChoices = (part) => {
    try {
      sessionStorage.setItem(keyOf(part), JSON.stringify({ choices: choicesOf(part), at: time() }));
    } catch {
      // The browser's room is full or closed to us: what was chosen still stands on the page.
    }
  };

  const bringBack = (part, choices) => {
    for (const [id, value] of Object.entries(choices)) {
      const field = document.getElementById(id);
      if (!field) continue;
      if (isBox(field)) field.checked = value;
      else field.value = value;
    }
    // What was asked may have been withdrawn meanwhile.
    const first = Object.keys(choices).map((id) => document.getElementById(id)).find(Boolean);
    first?.dispatchEvent(new Event("change", { bubbles: true }));
    first?.focus();
  };

  const offerChoices = (part) => {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(part)) ?? "null");
    if (!kept) return;
    if (JSON.stringify(kept.choices) === JSON.stringify(choicesOf(part))) return forgetChoices(part);
    const box = document.createElement("div");
    box.className = "beside-field";
    box.setAttribute("role", "status");
    box.append(`At ${kept.at} you had chosen something else here that was not saved. `);
    const press = (words, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: words });
      button.addEventListener("click", () => { box.remove(); act(); });
      box.append(button);
    };
    press("Bring it back", () => bringBack(part, kept.choices));
    press("Drop it", () => forgetChoices(part));
    part.querySelector("[data-fields]").append(box);
  };

  const save = async (part, options = {}) => {
    const state = stateOf(part);
    clearTimeout(state.timer);
    if (!state.dirty || state.stopped || state.waits) return;
    if (state.sending) {
      state.again = true;
      return;
    }
    const long = tooLong(part);
    state.wrong = Boolean(long);
    if (long) {
      say(part, `Not saved: a text may have ${MOST.toLocaleString("en-GB")} characters, some ten thousand words; this one has ${long.value.length.toLocaleString("en-GB")}. Your words are still here. Shorten it, or attach it as a file.`, true);
      sayOfAll();
      return;
    }
    state.sending = true;
    state.dirty = false;
    say(part, "Saving…");
    sayOfAll();
    // What may have arrived is sent as it was: the answer says so, and what was typed since goes over nobody’s words.
    const again = options.keepalive ? null : state.lost;
    const sent = again ?? collect(part);
    try {
      const answer = await fetch(part.dataset.save, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" }, ...options });
      if (answer.status >= 500) throw new Error("unavailable", { cause: answer.status });
      state.failed = 0;
      state.lost = null;
      await answered(part, answer, sent);
      if (again) state.dirty = state.again = true;
    } catch (error) {
      state.dirty = true;
      state.lost = error.cause === 500 ? null : sent;
      const wait = RETRY[Math.min(state.failed, RETRY.length - 1)];
      state.failed += 1;
      state.since ??= time();
      keepChoices(part);
      say(part, `Not saved: there has been no connection since ${state.since}. Your words are kept in this tab; saving is tried again.`, true);
      state.timer = setTimeout(() => save(part), wait * 1000);
    } finally {
      state.sending = false;
      if (!state.failed) state.since = undefined;
      sayOfAll();
    }
    if (state.again && !state.failed) {
      state.again = false;
      save(part);
    }
  };

  const typed = (part) => {
    const state = stateOf(part);
    state.dirty = true;
    state.typed = Date.now();
    if (state.failed) keepChoices(part);
    if (state.stopped || state.waits) return;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(part), PAUSE);
    sayOfAll();
  };

  form.addEventListener("input", (event) => {
    const part = partOf(event.target);
    if (part) typed(part);
  });
  form.addEventListener("change", (event) => {
    const part = partOf(event.target);
    if (!part) return;
    typed(part);
    save(part);
  });
  window.addEventListener("online", () => parts().forEach((part) => save(part)));

  // Holding a part while one writes in it

  const post = (url, more = {}) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    return fetch(url, { method: "POST", body: data, ...more });
  };

  let mine = null;

  const hold = async (part) => {
    if (isNew(part)) return;
    try {
      const answer = await post(part.dataset.hold);
      if (answer.status === 409) look();
    } catch {
      // Without a connection nobody can be told; saving says so.
    }
  };

  const leave = async (part) => {
    await save(part);
    if (mine === part || isNew(part)) return;
    try {
      await post(part.dataset.leave);
    } catch {
      // It is free by itself after a while.
    }
  };

  form.addEventListener("focusin", (event) => {
    const part = partOf(event.target);
    if (!part || part === mine || !event.target.matches("input, textarea, select")) return;
    const before = mine;
    mine = part;
    stateOf(part).typed = Date.now();
    if (before) leave(before);
    hold(part);
  });
  form.addEventListener("focusout", (event) => {
    const part = partOf(event.target);
    if (!part || part.contains(event.relatedTarget) || !document.hasFocus()) return;
    if (mine === part) mine = null;
    leave(part);
  });
  setInterval(() => {
    if (mine && Date.now() - stateOf(mine).typed < IDLE) hold(mine);
  }, Number(form.dataset.renewedEvery) * 1000);

  window.addEventListener("pagehide", () => {
    for (const part of parts()) save(part, { keepalive: true });
    if (mine && !isNew(mine)) post(mine.dataset.leave, { keepalive: true }).catch(() => {});
  });

  // What colleagues do meanwhile

  const look = () => htmx.trigger("#now", "look-again");

  const close = (part, held) => {
    const box = part.querySelector("[data-held]");
    const fields = part.querySelector("[data-fields]");
    if (!box || !fields) return;
    const closed = Boolean(held);
    if (closed) {
      box.querySelector("[data-held-words]").textContent = held.words;
      box.querySelector("[data-held-silent]").hidden = !held.silent;
    }
    box.hidden = !closed;
    fields.disabled = closed;
    if (!closed && stateOf(part).waits) {
      // What was typed here before the colleague came is saved now, or shown beside theirs.
      stateOf(part).waits = false;
      save(part);
    }
  };

  const refresh = (part, version) => {
    const state = stateOf(part);
    if (Number(part.dataset.version) >= version || state.dirty || state.sending || state.stopped || state.wrong || part === mine) return;
    htmx.ajax("GET", part.dataset.fresh, { target: part, swap: "outerHTML" });
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "now") return;
    const told = event.target.querySelector("[data-held-now]");
    if (!told) return;
    const held = JSON.parse(told.dataset.heldNow);
    const versions = JSON.parse(told.dataset.versionsNow);
    for (const part of parts()) {
      close(part, held[part.dataset.part]);
      refresh(part, versions[part.dataset.part] ?? 0);
    }
  });

  // Two texts: whoever came second chooses

  form.addEventListener("click", (event) => {
    const part = partOf(event.target);
    const box = event.target.closest("[data-clash-seen]");
    if (!part || !box) return;
    const state = stateOf(part);
    if (event.target.closest("button[name=at]")) {
      event.preventDefault();
      part.querySelector("[data-seen]").value = box.dataset.clashSeen;
      Object.assign(state, { stopped: false, dirty: true });
      box.parentElement.replaceChildren();
      save(part);
    } else if (event.target.closest("[data-theirs]")) {
      event.preventDefault();
      for (const field of fieldsOf(part)) {
        if (field.matches("textarea")) field.value = field.defaultValue;
        field.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
      }
      known.delete(part);
      if (box.hasAttribute("data-clash-gone")) {
        if (mine === part) mine = null;
        part.remove();
        sayOfAll();
        return;
      }
      sayOfAll();
      htmx.ajax("GET", part.dataset.fresh, { target: part, swap: "outerHTML" });
    }
  });

  // What came back with the page and is not saved yet.
  for (const part of parts()) {
    stateOf(part).wrong = Boolean(part.querySelector(".respond-clash, .notice-stop, .field-wrong"));
    offerChoices(part);
  }
  sayOfAll();
})();
