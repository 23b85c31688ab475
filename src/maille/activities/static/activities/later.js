/* Time noted where there is no network: it waits in this phone and leaves later, once.
   - the form's own key goes with it, so the server writes it once however many times it is sent;
   - what deserves a look is asked by the page itself; a line that waited is written, and told;
   - what waits is kept under the number of the person who wrote it, and leaves only from her page;
   - without this file the form is sent as any other. */
"use strict";

for (const form of document.querySelectorAll("form[data-later]")) {
  const box = document.querySelector("[data-later-box]");
  const words = box.querySelector("p").dataset;
  const place = `maille:later:${form.dataset.later}`;
  const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(place)) ?? [];
    } catch {
      return [];
    }
  };
  const keep = (lines) => {
    try {
      localStorage.setItem(place, JSON.stringify(lines));
      return true;
    } catch {
      return false;
    }
  };

  const show = (sentence = "") => {
    const lines = kept();
    const list = box.querySelector("[data-later-list]");
    list.replaceChildren();
    for (const line of lines) {
      const item = box.querySelector("template").content.cloneNode(true);
      item.querySelector("[data-later-text]").textContent = [line.text, ...(line.why ?? [])].join(" ");
      item.querySelector("button").addEventListener("click", () => {
        keep(kept().filter((each) => each.key !== line.key));
        show();
      });
      list.append(item);
    }
    const count = lines.length === 1 ? words.laterOne : `${lines.length} ${words.laterMany}`;
    box.querySelector("p").textContent = sentence || count;
    box.hidden = !lines.length && !sentence;
  };

  const send = (action, fields, how) => {
    const body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", token());
    return fetch(action, { method: "POST", body, headers: { "X-Maille-Later": how }, redirect: "manual" });
  };

  let leaving = false;
  const leave = async () => {
    if (leaving) return;
    leaving = true;
    try {
      for (const line of kept()) {
        if (line.why) continue;
        const answer = await send(line.action, line.fields, "kept");
        if (answer.status === 422) {
          const { why } = await answer.json();
          keep(kept().map((each) => (each.key === line.key ? { ...each, why } : each)));
        } else if (answer.ok) {
          const { said } = await answer.json();
          keep(kept().filter((each) => each.key !== line.key));
          show(said.join(" "));
        } else break;
      }
    } catch {
      /* Still no network: it waits. */
    }
    leaving = false;
    if (kept().length) show();
  };

  const inWords = () => {
    const chosen = form.querySelector("[name=usual]:checked")?.labels[0]?.textContent.trim() ?? "";
    const role = form.elements.role.selectedOptions[0]?.textContent ?? "";
    return `${form.elements.day.value} : ${form.elements.duration.value || chosen}, ${role}.`;
  };

  const anotherKey = () => {
    const drawn = crypto.getRandomValues(new Uint8Array(10));
    form.elements.key.value = [...drawn].map((each) => each.toString(16).padStart(2, "0")).join("");
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    if (event.submitter?.name) fields.push([event.submitter.name, event.submitter.value]);
    let answer = null;
    try {
      answer = await send(form.action, fields, "now");
    } catch {
      const line = { key: form.elements.key.value, action: form.action, fields, text: inWords() };
      if (keep([...kept(), line])) {
        anotherKey();
        show(words.laterWaiting);
        box.scrollIntoView();
        delete form.dataset.sending;
        return;
      }
    }
    if (answer?.ok) {
      location.assign((await answer.json()).next);
      return;
    }
    delete form.dataset.sending;
    form.submit(); // refused, to be looked at first, signed out, or kept nowhere: the page itself says what to do
  });

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    delete form.dataset.sending; // back on the page as it was left: what is typed now is another line
    anotherKey();
  });
  addEventListener("online", leave);
  show();
  leave();
}
