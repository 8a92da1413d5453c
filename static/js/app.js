// Quicker and kinder, never needed: every page works without this file.
"use strict";

(() => {
  const announce = (words) => {
    const region = document.getElementById("announce");
    if (region && words) region.textContent = words;
  };

  // After a refused form the summary is read first.
  const focusSummary = (root) => root.querySelector?.("[data-error-summary]")?.focus();

  // A link in the summary goes to the field itself, with its label in view.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.labels?.[0] ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });

  // A second press does nothing while the first is on its way; the button says so.
  const release = (button) => {
    button.removeAttribute("aria-disabled");
    if (button.dataset.words) button.textContent = button.dataset.words;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button || button.tagName !== "BUTTON") return;
    button.dataset.words = button.textContent.trim();
    button.setAttribute("aria-disabled", "true");
    if (!button.children.length) button.textContent = "Working…";
    announce("Working…");
  });

  // The button grows shorter when it says so: the second half of a double click must not meet the link beside it.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("form[data-sent] .actions a")) event.preventDefault();
  });

  // Back to a page kept by the browser, or an answer by htmx: the form may be sent again.
  const releaseForms = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    document.querySelectorAll("button[aria-disabled='true']").forEach(release);
  };
  window.addEventListener("pageshow", releaseForms);
  document.addEventListener("htmx:afterRequest", releaseForms);

  // Filters apply themselves once a choice has rested for a moment. Focus stays where it is; only the list changes,
  // and how many were found is read out. Typing waits for Enter or the button.
  let pause;
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-auto-submit]");
    if (!form || !window.htmx || !event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) return;
    clearTimeout(pause);
    pause = setTimeout(() => form.requestSubmit(), 500);
  });

  // On a small screen the list comes first: filters start folded.
  const foldFilters = () => {
    if (!window.matchMedia("(max-width: 64rem)").matches) return;
    for (const fold of document.querySelectorAll("details.filters-fold")) fold.open = false;
  };

  document.addEventListener("htmx:load", (event) => {
    const piece = event.detail.elt;
    if (piece === document.body) return;
    const spoken = piece.matches?.("[data-announce]") ? piece : piece.querySelector?.("[data-announce]");
    announce(spoken?.dataset.announce);
    focusSummary(piece);
  });

  document.addEventListener("htmx:responseError", () => announce("That did not work. Reload the page and try again."));

  // On paper an address is only of use when it is whole.
  window.addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll("main a[href]")) link.dataset.address = link.href;
  });

  focusSummary(document);
  foldFilters();
})();
