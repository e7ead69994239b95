// Improves pages that already work without it: words left, autosave, a guard against double clicks, error focus.

(() => {
  "use strict";

  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
  const countWords = (text) => (text.trim() ? text.trim().split(/\s+/).length : 0);
  const say = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  function errorSummary() {
    const summary = document.querySelector("[data-error-summary]");
    if (!summary) return;
    if (!document.title.startsWith("Error: ")) document.title = `Error: ${document.title}`;
    summary.focus();
    // A link moves to the control itself, with its label in view.
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!control) return;
      event.preventDefault();
      (control.closest(".govuk-form-group") || control).scrollIntoView();
      control.focus({ preventScroll: true });
    });
  }

  function wordCounts(root) {
    each("[data-words]", (note) => {
      const field = document.getElementById(note.dataset.wordsFor);
      if (!field) return;
      const limit = Number(note.dataset.words);
      let timer;
      const show = () => {
        const left = limit - countWords(field.value);
        note.textContent = left < 0
          ? `${say(-left, "word", "words")} over the limit`
          : `You have ${say(left, "word", "words")} left`;
        note.classList.toggle("los-words--over", left < 0);
        clearTimeout(timer);
        // A screen reader hears the count when typing pauses, not at every key.
        timer = setTimeout(() => note.setAttribute("aria-live", "polite"), 1000);
      };
      field.addEventListener("input", show);
    }, root);
  }

  function lastYear(root) {
    each("[data-use-text]", (button) => {
      const source = document.getElementById(button.dataset.useText);
      const field = document.getElementById(button.dataset.useIn);
      if (!source || !field) return;
      button.hidden = false;
      button.addEventListener("click", () => {
        const text = source.textContent.trim();
        // Nothing that was typed is lost: last year's text goes below it.
        field.value = field.value.trim() ? `${field.value.trimEnd()}\n\n${text}` : text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
    }, root);
  }

  function addRows() {
    each("[data-add-row]", (button) => {
      const prefix = button.dataset.addRow;
      const rows = document.querySelector(`[data-rows="${CSS.escape(prefix)}"]`);
      const total = document.getElementsByName(`${prefix}-TOTAL_FORMS`)[0];
      const most = Number(document.getElementsByName(`${prefix}-MAX_NUM_FORMS`)[0]?.value || 1000);
      const template = rows && rows.querySelector("template");
      if (!template || !total) return;
      button.hidden = false;
      button.addEventListener("click", () => {
        const index = Number(total.value);
        if (index >= most) return;
        const holder = document.createElement("div");
        holder.innerHTML = template.innerHTML.replaceAll("__prefix__", index).replaceAll("__number__", index + 1);
        const row = holder.firstElementChild;
        rows.insertBefore(row, template);
        total.value = index + 1;
        wordCounts(row);
        row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      });
    });
  }

  // Saves a draft in the background. A save that meets somebody else's stops, and says so: it never overwrites.
  function autosave(form) {
    const status = document.querySelector("[data-autosave-status]");
    const every = 20000;
    let dirty = false;
    let stopped = false;
    let running = null;
    let timer;

    const tell = (text, trouble) => {
      if (!status) return;
      status.textContent = text;
      status.classList.toggle("los-autosave--trouble", Boolean(trouble));
    };

    async function send() {
      dirty = false;
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
      });
      if (answer.status === 409) {
        stopped = true;
        const { sentence } = await answer.json().catch(() => ({}));
        tell(sentence || "Somebody else has saved this since you opened it. Press Save to see both texts.", true);
        return;
      }
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const { saved, counter } = await answer.json();
      const input = form.elements.namedItem("counter");
      if (input && counter !== undefined) input.value = counter;
      tell(`Saved ${saved}`);
    }

    function save() {
      if (!dirty || stopped) return running || Promise.resolve();
      if (running) return running.then(save);
      running = send()
        .catch(() => {
          dirty = true;
          tell("Not saved yet: trying again shortly. Press Save before you leave.", true);
          schedule();
        })
        .finally(() => { running = null; });
      return running;
    }

    function schedule() {
      clearTimeout(timer);
      timer = setTimeout(save, every);
    }

    form.addEventListener("input", () => {
      if (!dirty) schedule();
      dirty = true;
    });
    form.addEventListener("focusout", (event) => {
      // On the way to a button the press itself saves.
      if (!event.relatedTarget?.matches("[type=submit]")) save();
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (running) {
        // The answer brings the new counter: posting the old one would conflict with our own save.
        event.preventDefault();
        const { submitter } = event;
        running.finally(() => setTimeout(() => form.requestSubmit(submitter)));
        return;
      }
      stopped = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty && !stopped) event.preventDefault();
    });
    return save;
  }

  // "Mark as resolved" leaves the page: what was typed is saved first.
  function saveBeforeLeaving(savers) {
    const elsewhere = document.getElementById("post-elsewhere");
    if (!elsewhere || !savers.length) return;
    let ready = false;
    elsewhere.addEventListener("submit", (event) => {
      if (ready) return;
      event.preventDefault();
      const { submitter } = event;
      // A form ignores a submission that is asked for while it is still telling of the last: hence the timer.
      Promise.all(savers.map((save) => save())).finally(() => setTimeout(() => {
        ready = true;
        elsewhere.requestSubmit(submitter);
      }));
    });
  }

  // The second of two quick clicks is ignored. The button is not disabled: its name must still be posted.
  function guardAgainstDoubleClicks() {
    document.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      const button = event.submitter;
      const form = event.target;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      button?.setAttribute("aria-disabled", "true");
      setTimeout(() => {
        delete form.dataset.sent;
        button?.removeAttribute("aria-disabled");
      }, 2000);
    });
  }

  function printButtons() {
    each("[data-print]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  }

  errorSummary();
  wordCounts(document);
  lastYear(document);
  addRows();
  printButtons();
  saveBeforeLeaving([...document.querySelectorAll("form[data-autosave]")].map(autosave));
  guardAgainstDoubleClicks();
})();
