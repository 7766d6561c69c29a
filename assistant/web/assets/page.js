"use strict";
// Display switches, language, copying, sharing and sources; everything that needs no server.

(() => {
  const DISPLAY = ["large", "contrast", "dark"];
  const root = document.documentElement;

  const wanted = (name) => {
    const saved = localStorage.getItem(`display-${name}`);
    if (saved !== null) return saved === "on";
    return name === "dark" ? matchMedia("(prefers-color-scheme: dark)").matches : false;
  };

  const show = (name, on) => {
    root.classList.toggle(`display-${name}`, on);
    const body = document.body;
    if (name === "dark" && body && body.classList.contains("dark") !== on) body.classList.toggle("dark", on);
    for (const button of document.querySelectorAll(`[data-display="${name}"]`)) button.setAttribute("aria-pressed", on);
  };

  const showAll = () => DISPLAY.forEach((name) => show(name, wanted(name)));

  const announce = (text) => {
    let region = document.getElementById("announcer");
    if (!region) {
      region = document.createElement("div");
      region.id = "announcer";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = text;
    region.classList.add("shown");
    clearTimeout(announce.timer);
    announce.timer = setTimeout(() => region.classList.remove("shown"), 2200);
  };

  const english = () => root.lang === "en";

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    announce(english() ? "Copied" : "已复制");
  };

  const share = async (question) => {
    const link = `${location.origin}${location.pathname}?q=${encodeURIComponent(question)}`;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: document.title, text: question, url: link }).catch(() => undefined);
    } else {
      await copy(link);
    }
  };

  const chooseTab = (tab) => {
    for (const other of tab.parentElement.querySelectorAll('[role="tab"]')) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", chosen);
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
    }
  };

  const narrow = () => matchMedia("(max-width: 760px)").matches;

  window.showSource = (panel, asked) => {
    const scroll = panel.querySelector(".source-scroll");
    const mark = panel.querySelector("mark");
    if (!scroll) return;
    if (mark) scroll.scrollTop += mark.getBoundingClientRect().top - scroll.getBoundingClientRect().top - scroll.clientHeight / 3;
    if (!asked) return;
    panel.querySelector(".clause-title").focus({ preventScroll: true });
    if (narrow()) panel.scrollIntoView({ behavior: "smooth", block: "start" });
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("button, a");
    if (!target) return;
    const data = target.dataset;
    if (data.display) {
      const on = !root.classList.contains(`display-${data.display}`);
      localStorage.setItem(`display-${data.display}`, on ? "on" : "off");
      show(data.display, on);
    } else if (data.copy !== undefined) {
      copy(data.copy);
    } else if (data.share !== undefined) {
      share(data.share);
    } else if (target.matches(".cite")) {
      window.dispatchEvent(new CustomEvent("open-source", { detail: { ...data } }));
    } else if (target.matches(".back-to-chat")) {
      document.getElementById("chat")?.scrollIntoView({ behavior: "smooth", block: "end" });
    } else if (target.matches('.audience[role="tab"]')) {
      chooseTab(target);
    } else if (data.goto) {
      event.preventDefault();
      const card = document.getElementById(data.goto);
      card?.scrollIntoView({ block: "start" });
      card?.focus({ preventScroll: true });
    } else if (target.matches(".skip")) {
      event.preventDefault();
      document.querySelector("#question textarea")?.focus();
    }
  });

  const moveAudience = (tab, event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...tab.parentElement.children];
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    chooseTab(next);
    next.focus();
  };

  const lookupKey = (event) => {
    const words = document.querySelector("#lookup-words textarea, #lookup-words input");
    if (!words?.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
    const cards = [...document.querySelectorAll("#lookup .card")];
    const at = cards.indexOf(document.activeElement);
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing) words.focus();
    else if (event.key === "ArrowDown" && (event.target === words || at >= 0)) cards[at + 1]?.focus();
    else if (event.key === "ArrowUp" && at >= 0) (cards[at - 1] ?? words).focus();
    else if (event.key === "Escape" && at >= 0) words.focus();
    else if (event.key.toLowerCase() === "c" && at >= 0) copy(cards[at].querySelector("[data-copy]").dataset.copy);
    else return;
    event.preventDefault();
  };

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.('.audience[role="tab"]');
    if (tab) moveAudience(tab, event);
    else if (event.target.closest) lookupKey(event);
  });

  // What Gradio hard-codes in English, and its controls without a name.
  const CHINESE = [
    [/^Liked$/, "已赞"],
    [/^Disliked$/, "已踩"],
    [/^Scroll down$/, "到最新消息"],
    [/^More tabs$/, "更多"],
    [/^chatbot conversation$/, "对话"],
    [/^user's message: /, "提问："],
    [/^bot's message: (a component of type html)?/, "回答："],
    [/^Click to upload or drop files$/, "点击或拖放上传文件"],
    [/^Remove this file$/, "移除文件"],
  ];

  const put = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value); // or the observer would never rest
  };

  const amend = (element) => {
    if (element.matches('[role="button"] .icon-button')) {
      element.disabled = true; // a button inside a button; the outer one does the work
      put(element, "aria-hidden", "true");
    }
    if (element.matches(".bubble-wrap")) put(element, "tabindex", "0"); // it scrolls, so keys must reach it
    if (element.matches(".upload-container")) put(element, "aria-label", element.textContent.trim());
    if (english()) return;
    for (const name of ["aria-label", "title"]) {
      const text = element.getAttribute(name);
      const found = text && CHINESE.find(([pattern]) => pattern.test(text));
      if (found) put(element, name, text.replace(...found));
    }
  };

  const amendAll = (records) => {
    for (const record of records) {
      if (record.type === "attributes") amend(record.target);
      for (const added of record.addedNodes) {
        if (added.nodeType !== Node.ELEMENT_NODE) continue;
        amend(added);
        added.querySelectorAll("[aria-label], [title], .icon-button, .bubble-wrap").forEach(amend);
      }
    }
  };

  window.showDisplay = showAll;
  showAll();
  document.addEventListener("DOMContentLoaded", () => {
    showAll();
    new MutationObserver(showAll).observe(document.body, { attributes: true, attributeFilter: ["class"] });
    const watched = { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label", "title"] };
    new MutationObserver(amendAll).observe(document.body, watched);
    if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js").catch(() => undefined);
  });
})();
