/* A page can be heard: each block marked `data-speak` gets a button that reads it aloud, where the browser can.
   Buttons, forms and what is hidden are not read. */
"use strict";

(() => {
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return;
  const language = document.documentElement.lang || "fr";
  let speaking = null;

  const words = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("button, form, .button, [hidden], .visually-hidden")) return "";
    const inside = [...node.childNodes].map(words).join("");
    return node.matches("h2, h3, p, li, br") ? `${inside}. ` : inside;
  };
  const stop = () => {
    speech.cancel();
    if (speaking) speaking.textContent = "Écouter";
    speaking = null;
  };

  for (const block of document.querySelectorAll("[data-speak]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet speak no-print";
    button.textContent = "Écouter";
    button.setAttribute("aria-describedby", block.getAttribute("aria-labelledby") || "");
    button.addEventListener("click", () => {
      const again = speaking === button;
      stop();
      if (again) return;
      const text = words(block).replace(/\s+/g, " ").replace(/\s+([.,])/g, "$1").replace(/([.?!:])\./g, "$1").trim();
      const said = new SpeechSynthesisUtterance(text);
      said.lang = language;
      said.rate = 0.9;
      said.addEventListener("end", () => speaking === button && stop());
      speaking = button;
      button.textContent = "Arrêter";
      speech.speak(said);
    });
    block.append(button);
  }
  addEventListener("pagehide", stop);
})();
