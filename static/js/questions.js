// Questions that apply only after certain answers stand hidden until they do. Without this file all of them stand.
"use strict";

(() => {
  const valuesOf = (fieldset) => [...fieldset.querySelectorAll("input[type=radio]:checked, input[type=checkbox]:checked")]
    .filter((box) => /-(agreement|chosen)$/.test(box.name) && box.value)
    .map((box) => box.value);

  const announce = (words) => {
    const region = document.getElementById("announce");
    if (region && words) region.textContent = words;
  };

  // In the order of the page: a question leads only to later ones, so that a chain is settled in one pass.
  const settle = (form) => {
    const appeared = [];
    for (const fieldset of form.querySelectorAll("fieldset[data-only-if]")) {
      const lead = form.querySelector(`fieldset[data-question="${fieldset.dataset.onlyIf}"]`);
      const wanted = JSON.parse(fieldset.dataset.onlyIfAnswers);
      const applies = Boolean(lead) && !lead.hidden && valuesOf(lead).some((value) => wanted.includes(value));
      if (applies && fieldset.hidden) appeared.push(fieldset.dataset.number);
      fieldset.querySelector("[data-set-aside]")?.toggleAttribute("hidden", applies);
      fieldset.hidden = !applies && !fieldset.querySelector(".field-wrong");
    }
    settleHeadings(form);
    return appeared;
  };

  // A heading stands as long as a question of its group does.
  const settleHeadings = (form) => {
    let heading = null;
    for (const node of form.querySelectorAll(".question-heading, .question")) {
      if (node.matches(".question-heading")) {
        heading = node;
        heading.hidden = true;
      } else if (heading && !node.hidden) heading.hidden = false;
    }
  };

  const say = (numbers) => {
    if (numbers.length === 1) announce(`Question ${numbers[0]} applies now.`);
    else if (numbers.length) announce(`Questions ${numbers.join(", ")} apply now.`);
  };

  // A stance is optional: what was chosen can be cleared at once.
  const offerClearing = (fieldset) => {
    const radios = [...fieldset.querySelectorAll("input[type=radio]")];
    if (!radios.length || fieldset.querySelector("[data-clear]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.dataset.clear = "";
    button.textContent = "Clear my choice";
    const show = () => { button.hidden = !radios.some((radio) => radio.checked && radio.value); };
    button.addEventListener("click", () => {
      const none = radios.find((radio) => !radio.value);
      for (const radio of radios) radio.checked = radio === none;
      radios[0].dispatchEvent(new Event("change", { bubbles: true }));
      radios[0].focus();
    });
    fieldset.addEventListener("change", show);
    radios.at(-1).closest(".field").append(button);
    for (const back of fieldset.querySelectorAll(".question-take-back")) back.hidden = true;
    show();
  };

  const setUp = (root) => {
    for (const fieldset of root.querySelectorAll("fieldset[data-question]")) offerClearing(fieldset);
    // A question that was fetched anew may lead to others, which have been there all along.
    for (const form of new Set([...root.querySelectorAll("fieldset[data-question]")].map((f) => f.form))) if (form) settle(form);
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("fieldset[data-question]") && event.target.form;
    if (form) say(settle(form));
  });
  document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));

  // On paper stands what could be asked.
  window.addEventListener("beforeprint", () => document.querySelectorAll("fieldset[data-only-if], .question-heading").forEach((each) => { each.hidden = false; }));
  window.addEventListener("afterprint", () => setUp(document));

  setUp(document);
})();
