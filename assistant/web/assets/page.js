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
    } else if (data.language) {
      document.cookie = `lang=${data.language}; path=/; max-age=31536000; SameSite=Lax`;
      location.reload();
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
    } else if (target.matches(".skip")) {
      event.preventDefault();
      document.querySelector("#question textarea")?.focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.('.audience[role="tab"]');
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tab || !step) return;
    const tabs = [...tab.parentElement.children];
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    chooseTab(next);
    next.focus();
  });

  window.showDisplay = showAll;
  showAll();
  document.addEventListener("DOMContentLoaded", () => {
    showAll();
    new MutationObserver(showAll).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  });
})();
